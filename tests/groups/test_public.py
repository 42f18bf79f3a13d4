"""The public list and page as a family meets them: what they show, answer and never tell."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.services import load_districts
from groups import services
from groups.choices import Need
from groups.models import SupportGroup
from tests.factories.districts import OrganisationFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    two_hours_from,
)

pytestmark = pytest.mark.django_db

LIST = "/"


@pytest.fixture(autouse=True)
def _city(acting_as_the_test):
    load_districts()


def in_district(code):
    from districts.models import District

    return District.objects.get(code=code)


def titles(response):
    return re.findall(r"<h4><a[^>]*>([^<]*)</a>", response.text)


def test_list_shows_planned_and_running_groups_and_no_others(client):
    for state in ("planned", "running", "completed", "cancelled"):
        GroupFactory(**{state: True})
    GroupFactory()

    response = client.get(LIST)

    assert len(titles(response)) == 2


def test_group_whose_last_session_is_over_is_not_shown_before_the_office_has_closed_it(client):
    over, going_on = GroupFactory(running=True), GroupFactory(running=True)
    was, will_be = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=6)
    SessionFactory(group=over, during=two_hours_from(was))
    SessionFactory(group=over, during=two_hours_from(will_be), cancelled=True)
    SessionFactory(group=going_on, during=two_hours_from(was))
    SessionFactory(group=going_on, during=two_hours_from(will_be))

    text = client.get(LIST).text

    assert (over.slug in text, going_on.slug in text) == (False, True)
    assert client.get(f"/grupper/{over.slug}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_list_and_page_answer_in_the_language_of_the_path(client, path):
    group = GroupFactory(planned=True)

    page, detail = client.get(path), client.get(f"{path}grupper/{group.slug}/")

    language = "en" if path == "/en/" else "sv"
    assert (page.status_code, detail.status_code) == (200, 200)
    assert f'<html lang="{language}">' in page.text
    assert f'<html lang="{language}">' in detail.text
    assert f'href="{path}grupper/{group.slug}/"' in page.text


@pytest.mark.parametrize(
    ("path", "vary"),
    [("/", "Accept-Encoding, HX-Request"), ("/grupper/{slug}/", "Accept-Encoding")],
)
def test_public_page_sets_no_cookie_and_is_kept_nowhere(client, path, vary):
    group = GroupFactory(planned=True)

    response = client.get(path.format(slug=group.slug))

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Vary"] == vary


def test_held_seat_is_gone_on_the_public_page_at_once(client):
    group = GroupFactory(planned=True, timed=True, capacity=8, places_taken=2)
    before = client.get("/en/").text

    services.hold_seat(group.pk)

    assert "6 places left of 8" in before
    assert "5 places left of 8" in client.get("/en/").text


@pytest.mark.parametrize("state", ["draft", "completed", "cancelled"])
def test_group_that_is_not_published_has_no_page(client, state):
    group = GroupFactory(**({} if state == "draft" else {state: True}))

    assert client.get(f"/grupper/{group.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Rinkeby", "?o=jarva"),
        ("  farsta strand ", "?o=farsta"),
        ("Söderort", "?o=soderort"),
        ("Göteborg", "?o=okand"),
        ("", ""),
    ],
)
def test_place_in_words_is_answered_by_its_code(client, text, query):
    response = client.get(LIST, {"plats": text})

    assert (response.status_code, response["Location"]) == (302, f"/{query}")


def test_place_in_words_keeps_the_other_answers_and_the_language(client):
    response = client.get("/en/", {"plats": "tensta", "a": "9", "b": "1", "x": "y"})

    assert response["Location"] == "/en/?b=1&a=9&o=jarva"


def test_unknown_place_is_met_with_a_kind_sentence_and_all_groups(client):
    GroupFactory(planned=True)

    response = client.get("/en/?o=okand")

    assert "We did not find that place" in response.text
    assert len(titles(response)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "?b=9&a=-1&o=nowhere&t=xx99&s=klingon",
        "?a=999999999999999999999",
        "?a=%F0%9D%9F%97",
        "?a=٣",
        "?b=1&b=2&o=farsta&o=x",
        "?o=%00",
        "?t=vt",
        "?plats=%00",
        "?%ff=%fe",
        "?plats=" + "x" * 5000,
        "?a[]=1",
    ],
)
def test_nonsense_in_the_query_is_ignored(client, query):
    GroupFactory(planned=True)

    assert client.get(f"/{query}").status_code in (200, 302)


def test_nonsense_gives_the_very_page_that_nothing_gives(client, django_assert_num_queries):
    plain = client.get(LIST).content

    with django_assert_num_queries(1):  # the version; the page is there already
        assert client.get("/?x=1&b=8&o=nowhere&t=vt99&s=xx").content == plain


def test_empty_answer_says_what_to_do_instead(client):
    GroupFactory(planned=True, age_from=7, age_to=9)

    response = client.get("/en/?a=17&b=1")

    assert titles(response) == []
    assert "08-465 004 00" in response.text
    assert 'href="?b=1#svar"' in response.text


def test_empty_answer_shows_what_comes_nearest(client):
    group = GroupFactory(
        planned=True, age_from=7, age_to=9, hosting_districts=[in_district("jarva")]
    )
    SupportGroup.objects.filter(pk=group.pk).update(region="vasterort")

    text = client.get("/en/?a=8&o=farsta").text

    assert "The nearest we have: groups elsewhere in the city." in text
    assert group.slug in text


def test_age_in_words_is_met_with_a_sentence_and_all_ages(client):
    GroupFactory(planned=True)

    redirected = client.get(LIST, {"plats": "Farsta", "a": "nio"})
    response = client.get("/en/?a=nio")

    assert redirected["Location"] == "/?a=okand&o=farsta"
    assert "Write the age in figures" in response.text
    assert len(titles(response)) == 1


def test_place_is_told_by_the_names_of_its_neighbourhoods(client):
    assert "Till Järva hör Akalla, " in client.get("/?o=jarva").text


@pytest.mark.parametrize("query", ["", "?a=8", "?a=3&o=farsta", "?o=okand"])
def test_htmx_gets_the_answer_as_it_stands_in_the_page(client, query):
    GroupFactory(planned=True)

    page = client.get(f"/{query}")
    part = client.get(f"/{query}", headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert part.text.strip() in page.text
    assert 'id="svar"' in part.text
    assert 'role="status"' in part.text


@pytest.mark.parametrize("first", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_part_and_page_are_kept_apart_under_the_same_headers(client, first):
    second = {} if first else {"HX-Request": "true"}
    responses = [client.get("/?a=8", headers=headers) for headers in (first, second, first)]

    kept = ("Cache-Control", "CDN-Cache-Control", "Vary", "Referrer-Policy", "Content-Language")
    assert len({tuple(response[name] for name in kept) for response in responses}) == 1
    assert "HX-Request" in responses[0]["Vary"]
    assert responses[0].content == responses[2].content != responses[1].content


def test_page_of_a_group_tells_its_days_method_and_who_answers_for_it(client):
    group = GroupFactory(planned=True, timed=True, programme__name="Samtal vid bordet")
    day = timezone.now() + timedelta(days=40)
    SessionFactory(group=group, number=1, during=two_hours_from(day))
    SessionFactory(group=group, number=2, during=two_hours_from(day + timedelta(days=7)))
    SessionFactory(
        group=group, number=3, during=two_hours_from(day + timedelta(days=14)), cancelled=True
    )

    text = client.get(f"/en/grupper/{group.slug}/").text

    last = timezone.localdate(day + timedelta(days=7))
    days = text[text.index('class="days"') :]
    assert days[: days.index("</ol>")].count("<li>") == 2
    assert f"<dt>Last session</dt><dd>{last.day} {last:%B}</dd>" in text
    for fact in ("Samtal vid bordet", "Free of charge", "Who is responsible?", "/grupper.ics"):
        assert fact in text


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_group_costs_the_same_for_any_number_of_sessions(
    client, django_assert_num_queries, rows
):
    group = GroupFactory(planned=True, timed=True, hosting_districts=[in_district("farsta")])
    for number in range(rows):
        day = timezone.now() + timedelta(days=40 + 7 * number)
        SessionFactory(group=group, number=number + 1, during=two_hours_from(day))

    with django_assert_num_queries(5):  # version, group, districts, leaders, sessions
        client.get(f"/grupper/{group.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_groups(client, django_assert_num_queries, rows):
    for _ in range(rows):
        GroupFactory(
            planned=True,
            timed=True,
            room=RoomFactory(),
            leaders=[LeaderFactory(), LeaderFactory()],
            hosting_districts=[in_district("farsta"), in_district("jarva")],
            parallel_group=GroupFactory(planned=True, parents=True),
        )

    with django_assert_num_queries(5):  # version, areas, groups, districts, leaders
        client.get(LIST)


def test_page_of_an_exact_group_tells_where_and_when(client):
    room = RoomFactory(venue__name="Kvarnhuset", venue__address="Provgatan 7")
    group = GroupFactory(
        planned=True,
        room=room,
        first_on=date(2027, 1, 12),
        weekday=1,
        starts_at=time(16),
        ends_at=time(17, 30),
        organisation=OrganisationFactory(name="Föreningen Lyktan"),
        hosting_districts=[in_district("jarva")],
        parallel_group=GroupFactory(planned=True, parents=True),
    )

    text = client.get(f"/en/grupper/{group.slug}/").text

    for fact in ("Järva", "Kvarnhuset", "Provgatan 7", "Föreningen Lyktan", "16–17.30", "7–9"):
        assert fact in text
    assert "Tuesdays" in text


def test_page_names_no_need_in_its_title_address_or_description(client):
    group = GroupFactory(planned=True, needs=list(Need), precision="region")

    text = client.get(f"/grupper/{group.slug}/").text
    head = text[: text.index("</head>")].lower()

    for word in ("miss", "drick", "drog", "alko", "psyk", "våld", "slår", "hotar", "ohälsa"):
        assert word not in head
        assert word not in group.slug


def test_leave_goes_to_a_neutral_site_and_clears_no_cookies(client):
    response = client.get(reverse("leave"))

    assert response.status_code == 303
    assert response["Location"] == "https://www.svt.se/vader/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Referrer-Policy"] == "no-referrer"


def test_robots_are_told_to_leave_the_office_alone(client):
    response = client.get("/robots.txt")

    assert "Disallow: /kontor/" in response.text
    assert response["Content-Type"].startswith("text/plain")


def test_list_is_at_most_sixty_rows(client):
    organisation = OrganisationFactory()
    for _ in range(62):
        GroupFactory(planned=True, organisation=organisation)

    assert len(titles(client.get(LIST))) == 60
    assert SupportGroup.objects.count() == 62
