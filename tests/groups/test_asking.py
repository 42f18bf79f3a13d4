"""Ask first: what fits, when the next starts, how long the wait is; and what is counted of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from barnstod.web.models import PublicVersion
from districts.models import District
from districts.services import load_districts
from groups import asking, services
from groups.asking import Question
from groups.choices import AgeBand, Lack, Need, Precision
from groups.models import UnmetWish, UsualWait
from groups.queries import unmet_wishes
from groups.services.asking import STEP
from groups.terms import Term
from groups.views.asking import MOST_A_DAY
from tests.factories.groups import GroupFactory
from tests.groups.test_publishing import AREAS, view_of
from tests.queries import queries_of

ASK = "/fraga/"
BROWSER = {"Sec-Fetch-Site": "same-origin"}
TODAY = date(2026, 11, 20)
FARSTA = (("farsta", "Farsta"),)


@pytest.fixture
def city(acting_as_the_test):
    load_districts()


@pytest.fixture
def always(monkeypatch):
    """Let each wish be the one in five that is written."""
    monkeypatch.setattr("groups.services.asking.randbelow", lambda n: 0)


def ask(client, path=ASK, headers=BROWSER, **answers):
    return client.post(path, answers, headers=headers)


def reply(groups, **question):
    return asking.reply(groups, Question(**question), AREAS, TODAY)


def test_group_of_the_age_the_part_of_the_city_and_the_day_fits():
    tuesday = view_of(slug="a", districts=FARSTA, weekday=1, places_left=3)
    friday = view_of(slug="b", districts=FARSTA, weekday=4, places_left=3)
    not_set = view_of(slug="c", districts=FARSTA, weekday=None, places_left=3)
    old = view_of(slug="d", districts=FARSTA, weekday=1, places_left=3, age_from=13, age_to=15)

    found = reply([tuesday, friday, not_set, old], age=8, area="farsta", weekday=1)

    assert (set(found.groups), found.lack) == ({tuesday, not_set}, None)


def test_group_about_something_else_at_home_does_not_fit_who_tells_what_it_is_like():
    other = view_of(slug="a", needs=(Need.MENTAL_ILLNESS,), places_left=3)

    assert reply([other], age=8).groups == (other,)
    assert reply([other], age=8, need=Need.SUBSTANCE_USE).lack == Lack.GROUP


def test_group_about_violence_fits_every_day_and_may_have_a_place():
    vague = view_of(needs=(Need.FAMILY_VIOLENCE,), precision=Precision.REGION)

    assert [reply([vague], age=8, area="farsta", weekday=day).lack for day in range(5)] == [
        None
    ] * 5


def test_groups_of_other_days_stand_beside_those_whose_day_is_not_told():
    vague = view_of(slug="a", needs=(Need.FAMILY_VIOLENCE,), precision=Precision.REGION)
    friday = view_of(slug="b", districts=FARSTA, weekday=4, places_left=3)
    monday = view_of(slug="c", districts=FARSTA, weekday=0, places_left=3)

    asked = {day: reply([vague, friday], age=8, area="farsta", weekday=day) for day in (None, 1, 4)}

    told = {day: (found.is_day_unclear, found.others) for day, found in asked.items()}
    assert told == {None: (False, ()), 1: (True, (friday,)), 4: (False, ())}
    assert asked[1].groups == (vague,)
    assert reply([friday, monday], age=8, weekday=1).lack == Lack.DAY


@pytest.mark.django_db
def test_next_start_of_a_group_that_tells_no_day_is_not_said_to_be_undecided(client, city):
    GroupFactory(planned=True, violence=True, age_from=7, age_to=9)

    text = client.get(f"/en{ASK}?a=8&d=1").text

    assert "1 group may fit" in text
    assert ("ring us for the day" in text, "the date is not set" in text) == (True, False)


@pytest.mark.parametrize(
    ("groups", "lack", "number"),
    [
        ([], Lack.GROUP, 0),
        ([view_of(weekday=4, places_left=3)], Lack.DAY, 1),
        ([view_of(weekday=1, places_left=0)], Lack.PLACE, 1),
        ([view_of(weekday=1, places_left=0), view_of(weekday=1, places_left=1)], None, 2),
    ],
)
def test_what_is_missing_is_a_group_a_day_or_a_place(groups, lack, number):
    found = reply(groups, age=8, area="farsta", weekday=1)

    assert (found.lack, len(found.groups)) == (lack, number)


def test_next_start_is_the_first_day_to_come_and_else_the_term():
    begun = view_of(is_running=True, first_on=date(2026, 9, 1), places_left=1)
    later = view_of(first_on=date(2027, 1, 19), places_left=1)
    soon = view_of(first_on=date(2027, 1, 12), places_left=1)
    dateless = view_of(first_on=None, places_left=1)

    dated, undated = reply([begun, later, soon, dateless], age=8), reply([begun, dateless], age=8)

    assert (dated.next_on, undated.next_on, undated.next_term) == (
        date(2027, 1, 12),
        None,
        Term(2027, 0),
    )
    assert reply([begun], age=8).next_term is None


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-6"), (6, "0-6"), (7, "7-9"), (12, "10-12"), (15, "13-15"), (18, "16-18"), (25, "19-")],
)
def test_age_is_counted_in_a_band(age, band):
    assert AgeBand.of(age) == band


@pytest.mark.django_db
@pytest.mark.parametrize("path", [ASK, "/en/fraga/"])
def test_what_is_asked_leads_to_an_answer_by_codes(client, city, path):
    response = ask(client, path, a="9", plats="Tensta", d="1")

    assert (response.status_code, response["Location"]) == (303, f"{path}?a=9&o=jarva&d=1#svar")
    assert not response.cookies


@pytest.mark.django_db
def test_what_it_is_like_at_home_is_a_neutral_code_and_is_not_kept(client, city, always):
    GroupFactory(planned=True, region="vasterort", needs=[Need.MENTAL_ILLNESS])

    response = ask(client, a="8", b="1", plats="Tensta")

    assert response["Location"] == f"{ASK}?b=1&a=8&o=jarva#svar"
    row = UnmetWish.objects.get()
    assert (row.region, row.ages, row.lack) == ("vasterort", AgeBand.YOUNG, Lack.GROUP)
    page = client.get(response["Location"]).text
    assert '<option value="1" selected>En vuxen hemma dricker' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"a": ""}, "Skriv hur gammal, i år."),
        ({"a": "nio"}, "Skriv åldern med siffror, till exempel 9."),
        ({"a": "-1"}, "Skriv en ålder mellan 0 och 25 år."),
        ({"a": "26"}, "Skriv en ålder mellan 0 och 25 år."),
        ({"a": "9", "d": "9"}, "Välj ett giltigt alternativ."),
        ({"a": "9", "b": "4"}, "Välj ett giltigt alternativ."),
        ({"a": "9", "plats": "x" * 61}, "60"),
        ({"a": "9", "plats": "\0"}, "Null"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said_beside_the_field(client, city, answers, sentence):
    response = ask(client, **answers)

    assert response.status_code == 200
    assert sentence in response.text[response.text.index("invalid-feedback") :]
    assert not UnmetWish.objects.exists()


@pytest.mark.django_db
def test_page_shows_the_groups_the_next_start_and_the_wait(client, city):
    farsta = District.objects.get(code="farsta")
    group = GroupFactory(planned=True, timed=True, hosting_districts=[farsta], region="soderort")
    UsualWait.objects.create(region="soderort", weeks=7, fives=2, since_on=TODAY)

    text = client.get(f"/en{ASK}?a=8&o=farsta&d={group.weekday}").text

    assert group.slug in text
    assert "1 group would fit" in text
    assert f"{group.first_on.day} {group.first_on:%B %Y}" in text
    assert "about 7 weeks from the first call to a place" in text


@pytest.mark.django_db
def test_wait_of_too_few_children_is_not_told(client, city):
    GroupFactory(planned=True, timed=True)

    text = client.get(f"/en{ASK}?a=8&o=farsta").text

    assert "we cannot say: too few children" in text


@pytest.mark.django_db
def test_answer_is_kept_as_a_page_and_costs_one_query_the_second_time(client, city):
    client.get(f"{ASK}?a=8&o=farsta&x=1")

    assert queries_of(lambda: client.get(f"{ASK}?o=farsta&a=8&d=99")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_answer_costs_the_same_for_any_number_of_groups(
    client, city, django_assert_num_queries, rows
):
    farsta = District.objects.get(code="farsta")
    for _ in range(rows):
        GroupFactory(planned=True, timed=True, hosting_districts=[farsta])

    with django_assert_num_queries(7):  # version, areas twice, groups, districts, leaders, wait
        client.get(f"{ASK}?a=8&o=farsta")


@pytest.mark.django_db
def test_reading_an_answer_counts_nothing(client, city, always):
    for _ in range(3):
        client.get(f"{ASK}?a=4&o=farsta&d=1")
        client.head(f"{ASK}?a=4&o=farsta&d=2")

    assert not UnmetWish.objects.exists()


@pytest.mark.django_db
def test_what_nothing_fits_is_counted_by_week_part_of_the_city_and_band(client, city, always):
    for _ in range(2):
        ask(client, a="4", plats="Tensta", d="1")

    row = UnmetWish.objects.get()
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    assert (row.week_on, row.region, row.ages, row.lack, row.number) == (
        monday,
        "vasterort",
        AgeBand.SMALL,
        Lack.GROUP,
        2 * STEP,
    )


@pytest.mark.django_db
def test_what_fits_is_not_counted(client, city, always):
    GroupFactory(planned=True, region="vasterort")

    ask(client, a="8", plats="Tensta")

    assert not UnmetWish.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "answers"),
    [
        ({}, {}),
        ({"Sec-Fetch-Site": "none"}, {}),
        (BROWSER, {"homepage": "http://example.com"}),
        (BROWSER, {"plats": "Göteborg"}),
    ],
    ids=["no browser", "not from our page", "honeypot", "elsewhere"],
)
def test_robot_is_answered_and_not_counted(client, city, always, headers, answers):
    response = ask(client, headers=headers, **{"a": "4"} | answers)

    assert response.status_code == 303
    assert not UnmetWish.objects.exists()


@pytest.mark.django_db
def test_another_site_may_not_send_the_form(client, city, always):
    assert ask(client, headers={"Sec-Fetch-Site": "cross-site"}, a="4").status_code == 403


@pytest.mark.django_db
def test_one_network_is_counted_a_dozen_times_a_day(client, city, always):
    for _ in range(MOST_A_DAY + 3):
        ask(client, a="4")

    assert UnmetWish.objects.get().number == MOST_A_DAY * STEP


@pytest.mark.django_db
def test_chance_writes_one_wish_in_five_as_five(monkeypatch):
    drawn = iter([3, 0, 1, 4, 2, 0, 1])
    monkeypatch.setattr("groups.services.asking.randbelow", lambda n: next(drawn))
    for _ in range(7):
        services.count_unmet(day=TODAY, region="", ages=AgeBand.SMALL, lack=Lack.DAY)

    assert UnmetWish.objects.get().number == 2 * STEP


@pytest.mark.django_db
def test_counting_leaves_the_public_pages_as_they_are(client, city, always):
    version = PublicVersion.objects.get().number

    ask(client, a="4")

    assert UnmetWish.objects.exists()
    assert PublicVersion.objects.get().number == version


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"week_on": date(2026, 11, 17)},
        {"region": "farsta"},
        {"ages": "8"},
        {"lack": "våld"},
        {"fives": 0},
    ],
    ids=str,
)
def test_database_refuses_a_wish_that_is_finer(broken):
    wish = {
        "week_on": date(2026, 11, 16),
        "region": "soderort",
        "ages": AgeBand.YOUNG,
        "lack": Lack.GROUP,
    }

    with pytest.raises(IntegrityError):
        UnmetWish.objects.create(**wish | broken)


@pytest.mark.django_db
def test_database_keeps_one_row_a_cell():
    wish = {"week_on": date(2026, 11, 16), "ages": AgeBand.YOUNG, "lack": Lack.GROUP}
    UnmetWish.objects.create(**wish)

    with pytest.raises(IntegrityError):
        UnmetWish.objects.create(**wish)


def test_row_says_nothing_finer_than_it_must():
    """Whoever adds a column here must think of the one family that asked."""
    assert {field.name for field in UnmetWish._meta.get_fields()} == {
        "id",
        "week_on",
        "region",
        "ages",
        "lack",
        "fives",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_office_reads_the_rounded_figures_of_half_a_year(client, sign_in, rows):
    sign_in(coordinator=True)
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for week in (*range(rows), 40):
        UnmetWish.objects.create(
            week_on=monday - timedelta(weeks=week),
            region="soderort",
            ages=AgeBand.YOUNG,
            lack=Lack.DAY,
            fives=2,
        )
    url = reverse("groups:unmet")
    client.get(url)

    text = client.get(url).text

    assert f"Omkring {rows * 10} gånger" in text
    assert queries_of(lambda: client.get(url)) == queries_of(lambda: client.get(url))
    assert unmet_wishes().total == rows * 10
    assert len(unmet_wishes().by_week) == rows
