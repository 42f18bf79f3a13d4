"""What is made known of a term, to whom, and that it stands."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from groups.terms import Term
from reports.figures.counting import Scope
from reports.figures.publishing import agree, publish
from reports.figures.reading import read, read_all, tables_of
from reports.figures.registry import BY_CODE, FIGURES
from reports.models import PublishedCell, PublishedTable
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.reports import StatedFigureFactory

pytestmark = pytest.mark.django_db
LAST = Term.on(timezone.localdate()).after(-1)
SCOPE = Scope.of(LAST, timezone.localdate())


@pytest.fixture
def district():
    """Six children have begun in a group of the last term."""
    district = DistrictFactory(name="Alfa", code="alfa", valid_from=date(2000, 1, 1))
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    ReferralFactory.create_batch(6, completed=True, group=group, child_district=district)
    return district


@pytest.fixture
def published(district):
    publish(term=LAST, by=UserFactory(coordinator=True))


def test_what_is_published_is_read_again_as_it_was(published, district):
    before = read(BY_CODE["children_started"], SCOPE)
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    ReferralFactory(completed=True, group=group, child_district=district)

    after = read(BY_CODE["children_started"], SCOPE)
    publish(term=LAST, by=UserFactory(coordinator=True))  # once more changes nothing

    assert after.is_published
    assert (after.headline.text, after.sheets) == (before.headline.text, before.sheets)
    assert after.headline.text == "6"
    assert PublishedTable.objects.filter(code="children_started").count() == 1


def test_a_table_thaws_as_it_was_counted(district):
    counted = {one.figure.code: one.headline.text for one in read_all(SCOPE)}
    sheets = {figure.code: read(figure, SCOPE).sheets for figure in FIGURES}

    publish(term=LAST, by=UserFactory(coordinator=True))

    assert {one.figure.code: one.headline.text for one in read_all(SCOPE)} == counted
    assert {figure.code: read(figure, SCOPE).sheets for figure in FIGURES} == sheets


@pytest.mark.parametrize("model", [PublishedTable, PublishedCell])
def test_a_published_figure_never_changes(published, model):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        model.objects.update(is_of_children=False)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"value": 3}, "published_cell_never_tells_of_few_children"),
        ({"value": 7, "mark": "few"}, "published_cell_never_has_a_hidden_number"),
        ({"value": 3, "is_of_children": False}, "published_cell_is_as_its_table"),
        ({"row": "staden", "value": 9}, "published_cell_once_a_table"),
    ],
    ids=["three children", "a number under a mark", "of another kind", "twice"],
)
def test_database_refuses(published, broken, constraint):
    table = PublishedTable.objects.get(code="children_started")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PublishedCell.objects.create(**{"table": table, "is_of_children": True} | broken)


def test_tables_of_two_moments_are_not_published_together(district):
    before = tables_of(BY_CODE["children_started"], SCOPE)
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    ReferralFactory(completed=True, group=group, child_district=district)
    after = tables_of(BY_CODE["children_started"], SCOPE)

    assert agree(before)
    assert agree(after)
    assert not agree([*before[:2], *after[2:]])


def test_a_term_that_lasts_is_not_published(client):
    client.force_login(UserFactory(coordinator=True))

    client.post(reverse("reports:figure_publish"), {"term": LAST.after(1).code})

    assert not PublishedTable.objects.exists()


def test_the_board_reads_what_is_published_and_nothing_else(client, district):
    client.force_login(UserFactory(board=True))
    page = reverse("reports:figure_list") + f"?term={LAST.code}"
    figure = reverse("reports:figure", args=["children_started"]) + f"?term={LAST.code}"
    assert client.get(figure).status_code == 404
    assert "Barn som har börjat" not in client.get(page).text

    publish(term=LAST, by=UserFactory(coordinator=True))

    assert "Barn som har börjat" in client.get(page).text
    assert "Alfa" in client.get(figure).text


def test_a_social_worker_reads_the_city_and_the_own_district(client, district):
    other = DistrictFactory(name="Beta", code="beta", valid_from=date(2000, 1, 1))
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    ReferralFactory.create_batch(7, completed=True, group=group, child_district=other)
    worker = AffiliationFactory(user=UserFactory(social_worker=True), district=district).user
    client.force_login(worker)

    page = client.get(
        reverse("reports:figure", args=["children_started"]) + f"?term={LAST.code}"
    ).text
    refused = client.get(
        reverse("reports:figure_file", args=["children_started", "csv"])
        + f"?term={LAST.code}&district=beta"
    ).text

    assert "Alfa" in page
    assert "13" in page
    assert "Beta" not in page
    assert "Beta" not in refused


def test_a_question_that_is_none_gets_a_sentence(client):
    client.force_login(UserFactory(coordinator=True))

    page = client.get(reverse("reports:figure_list") + "?term=xx99&district=atlantis")

    assert page.status_code == 200
    assert "invalid-feedback" in page.text


def test_coverage_is_told_for_any_day_with_what_sources_state_beside(client):
    client.force_login(UserFactory(coordinator=True))
    StatedFigureFactory(topic="coverage", name="Stadsdelar med grupper", value=13, of=18)
    StatedFigureFactory(topic="training", name="Utbildade")
    DistrictFactory(valid_from=date(2000, 1, 1), valid_to=date(2006, 12, 31), name="Förr",
                    successor=DistrictFactory(valid_from=date(2007, 1, 1), name="Nu"))  # fmt: skip
    page = reverse("reports:figure", args=["coverage"])

    of_then = client.get(f"{page}?day=2006-04-15").text
    of_none = client.get(f"{page}?day=1998-04-15").text
    file = client.get(reverse("reports:figure_file", args=["coverage", "csv"]) + "?day=2006-04-15")

    assert "av 1 stadsdelar, 2006-04-15" in of_then.lower()
    assert "Stadsdelar med grupper" in of_then
    assert "13 av 18" in of_then
    assert "Utbildade" not in of_then
    assert "invalid-feedback" in of_none
    assert "Förr" in file.text
    assert "Nu;" not in file.text


def test_the_board_reads_no_day_that_was_not_published(client, published):
    client.force_login(UserFactory(board=True))

    page = client.get(reverse("reports:figure", args=["coverage"]) + "?day=2006-04-15").text

    assert "2006-04-15" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_figures_cost_the_same_for_any_number_of_rows(client, rows, django_assert_num_queries):
    group = GroupFactory(running=True, capacity=20, year=LAST.year, season=LAST.season)
    for number in range(rows):
        district = DistrictFactory(code=f"omrade-{number}", valid_from=date(2000, 1, 1))
        ReferralFactory(started=True, group=group, child_district=district)
        GroupFactory(planned=True, year=LAST.year, season=LAST.season)
        StatedFigureFactory(topic="coverage")
    client.force_login(UserFactory(coordinator=True))
    term = f"?term={LAST.code}"

    with django_assert_num_queries(62):
        client.get(reverse("reports:figure_list") + term)
    with django_assert_num_queries(24):
        client.get(reverse("reports:figure", args=["children_started"]) + term)


def test_term_before_the_portal_counted_anything_is_not_published(district, client, sign_in):
    office = sign_in(coordinator=True)
    before = LAST.after(-1)
    said = "Portalen räknade ingenting den terminen. Det finns inget att publicera."

    with pytest.raises(ValidationError, match=said):
        publish(term=before, by=office)
    page = client.post(reverse("reports:figure_publish"), {"term": before.code}, follow=True)

    assert said in page.text
    assert (page.context["term"], page.context["can_publish"]) == (before, False)
    assert not PublishedTable.objects.exists()
