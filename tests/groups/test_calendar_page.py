"""The calendar page: who sees what on it, how it is filtered, drawn and dressed."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from barnstod.security.headers import CSP
from groups import queries
from groups.models import (
    Absence,
    Leader,
    SchoolBreak,
    Session,
    SessionLeader,
    SupportGroup,
)
from groups.schedule import STOCKHOLM
from groups.services import leader_in
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    ProgrammeFactory,
    RoomFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

JANUARY = (date(2027, 1, 1), date(2027, 2, 1))
PAGE = "/kontor/kalender/?d=2027-01-12"
EVENTS = "/kontor/kalender/handelser/?start=2027-01-01T00:00:00&end=2027-02-01T00:00:00"
TWELFTH = datetime(2027, 1, 12, 8, tzinfo=STOCKHOLM)


def at(hours=0, days=0):
    """Return two hours of Tuesday 12 January 2027, or of so many days and hours later."""
    return two_hours_from(TWELFTH + timedelta(days=days, hours=hours))


def session(**fields):
    """Return a session on 12 January with a leader, so that nothing is to be said about it."""
    return SessionLeaderFactory(**{f"session__{name}": value for name, value in fields.items()})


def closed(first, last):
    """Close these days of January 2027."""
    SchoolBreak.objects.create(
        name="Provlov", first_on=date(2027, 1, first), last_on=date(2027, 1, last)
    )


def seen_by(user):
    return [one.url for one in queries.calendar_entries(user, *JANUARY)]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", {"published", "draft", "violence"}),
        ("head", {"published", "draft", "violence"}),
        ("social_worker", {"published"}),
        ("leader", set()),
        ("board", set()),
        ("admin", set()),
    ],
)
def test_calendar_holds_what_the_role_may_see(role, seen):
    groups = {
        "published": GroupFactory(planned=True),
        "draft": GroupFactory(),
        "violence": GroupFactory(planned=True, violence=True),
    }
    for number, group in enumerate(groups.values()):
        SessionFactory(group=group, during=at(hours=number))

    urls = set(seen_by(UserFactory(**{role: True})))

    assert urls == {groups[name].get_absolute_url() for name in seen}


def test_leader_sees_the_own_groups_once_whatever_they_are_about():
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, violence=True, leaders=[leader, LeaderFactory()])
    SessionFactory(group=group, during=at())
    SessionFactory(during=at())

    assert seen_by(leader.user) == [group.get_absolute_url()]


def test_leader_in_somebodys_place_sees_that_session_alone():
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True)
    SessionLeaderFactory(leader=leader, session__group=group, session__during=at())
    SessionFactory(group=group, during=at(days=7))

    assert seen_by(leader.user) == [group.get_absolute_url()]


def test_roles_add_up_and_nobody_sees_a_group_twice():
    leader = LeaderFactory(with_account=True)
    RoleGrantFactory(user=leader.user, role="social_worker")
    own = GroupFactory(planned=True, violence=True, leaders=[leader, LeaderFactory()])
    other = GroupFactory(planned=True, leaders=[LeaderFactory(), LeaderFactory()])

    seen = SupportGroup.objects.in_calendar_of(leader.user)

    assert sorted(seen.values_list("pk", flat=True)) == sorted([own.pk, other.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200),
        ("head", 200),
        ("leader", 200),
        ("social_worker", 200),
        ("board", 403),
        ("admin", 403),
    ],
)
@pytest.mark.parametrize("url", [PAGE, EVENTS])
def test_calendar_is_closed_to_board_and_administrator(client, sign_in, url, role, status):
    sign_in(**{role: True})

    assert client.get(url).status_code == status


def many(number, leader, first=0):
    """Write so many groups with a session each on 12 January, half of them with something amiss."""
    shared = {"programme": ProgrammeFactory(), "organisation": OrganisationFactory()}
    groups = SupportGroup.objects.bulk_create(
        GroupFactory.build(planned=True, slug=f"barngrupp-farsta-vt27-{first + each:04}", **shared)
        for each in range(number)
    )
    sessions = Session.objects.bulk_create(
        Session(
            group=group,
            number=1,
            during=two_hours_from(TWELFTH + timedelta(minutes=each)),
            active=each % 3 > 0,
        )
        for each, group in enumerate(groups)
    )
    leaders = Leader.objects.bulk_create(
        LeaderFactory.build(organisation=shared["organisation"]) for each in sessions
    )
    SessionLeader.objects.bulk_create(map(leader_in, sessions, leaders))
    district, through = DistrictFactory(), SupportGroup.hosting_districts.through
    through.objects.bulk_create(through(supportgroup=one, district=district) for one in groups)
    leads = SupportGroup.leaders.through
    leads.objects.bulk_create(leads(supportgroup=group, leader=leader) for group in groups)


@pytest.mark.parametrize(
    ("role", "sessions"), [("coordinator", 400), ("social_worker", 40), ("leader", 40)]
)
def test_calendar_costs_the_same_queries_for_4_and_many_sessions(client, role, sessions):
    leader = LeaderFactory(with_account=True)
    client.force_login(leader.user if role == "leader" else UserFactory(**{role: True}))
    urls = [PAGE, f"{PAGE}&vy=vecka", f"{PAGE}&vy=lista", EVENTS, "/kontor/kalender/termin/?t=vt27"]

    def costs():
        return [queries_of(lambda url=url: client.get(url)) for url in urls]

    many(4, leader)
    for_few = costs()
    many(sessions - 4, leader, first=4)

    assert costs() == for_few
    assert len([one for one in client.get(EVENTS).json() if "url" in one]) == sessions


def filtered(client, **codes):
    """Return the keys of the sessions that page and events show alike with these codes."""
    query = "".join(f"&{name}={value}" for name, value in codes.items())
    told = {one["url"] for one in client.get(f"{EVENTS}{query}").json() if "url" in one}
    page = client.get(f"{PAGE}&vy=lista{query}")
    listed = page.text.split('<ol class="cal-list">')[-1].split("</ol>")[0]
    assert {url for url in told if url in listed} == told
    return told


def test_filters_ask_for_need_district_organisation_leader_and_room(client, sign_in):
    district, organisation = DistrictFactory(), OrganisationFactory()
    wanted = GroupFactory(
        planned=True,
        needs=["mental_illness"],
        hosting_districts=[district],
        organisation=organisation,
    )
    one = session(group=wanted, during=at())
    city = GroupFactory(planned=True, is_city_wide=True)
    session(group=city, during=at(hours=1))
    session(during=at(hours=2))
    sign_in(coordinator=True)

    only = {wanted.get_absolute_url()}
    assert filtered(client, b="2") == only
    assert filtered(client, o=district.code) == only | {city.get_absolute_url()}
    assert filtered(client, anordnare=organisation.code) == only
    assert filtered(client, ledare=one.leader_id) == only
    assert filtered(client, rum=one.session.room_id) == only
    assert filtered(client, b="1", rum=one.session.room_id) == set()


@pytest.mark.parametrize("codes", [{"b": "9"}, {"o": "ingen"}, {"ledare": "x"}, {"rum": "9" * 30}])
def test_codes_that_name_nothing_find_nothing(client, sign_in, codes):
    session(during=at())
    sign_in(coordinator=True)

    assert filtered(client, **codes) == set()


def test_filters_offer_only_what_the_reader_may_see(client):
    own = LeaderFactory(name="Min Kollega", with_account=True)
    group = GroupFactory(planned=True, leaders=[own])
    SessionLeaderFactory(session__group=group, session__during=at(), leader=own)
    session(during=at(), room__venue__name="Hemligt hus")
    client.force_login(own.user)

    text = client.get(PAGE).text

    assert "Min Kollega" in text
    assert "Hemligt hus" not in text


def test_a_filter_is_no_way_to_what_one_may_not_see(client, sign_in):
    hidden = GroupFactory(planned=True, violence=True)
    one = session(group=hidden, during=at())
    sign_in(social_worker=True)

    assert filtered(client, b="3") == set()
    assert filtered(client, rum=one.session.room_id) == set()


def test_grid_and_list_show_the_same_sessions_and_cancelled_ones_in_words(client, sign_in):
    group = GroupFactory(planned=True)
    session(group=group, during=at(), active=False)
    session(group=group, during=at(days=7))
    sign_in(head=True)  # who may not move anything, so that each session has one link

    text = client.get(PAGE).text

    grid, as_list = text.split('<section class="cal-twin')
    assert grid.count(group.slug) == as_list.count(group.slug) == 2
    assert grid.count("inställd:") == as_list.count("inställd:") == 1


def test_what_somebody_should_see_to_stands_in_words(client, sign_in):
    SchoolBreak.objects.create(
        name="Provlov", first_on=date(2027, 1, 19), last_on=date(2027, 1, 19)
    )
    leader = LeaderFactory(name="Kim Andersson")
    Absence.objects.create(leader=leader, away_from=date(2027, 1, 12), away_to=date(2027, 1, 14))
    SessionLeaderFactory(leader=leader, session__during=at())
    SessionFactory(during=at(hours=3), room=None)
    session(during=at(days=7))
    session(during=at(days=8))
    user = UserFactory(coordinator=True)

    warnings = [one.warnings for one in queries.calendar_entries(user, *JANUARY)]

    assert warnings == [
        ("Kim Andersson är borta",),
        ("saknar rum", "saknar gruppledare"),
        ("krockar med Provlov",),
        (),
    ]


def test_breaks_and_holidays_are_told_by_name_in_grid_list_and_events(client, sign_in):
    SchoolBreak.objects.create(
        name="Provlov", first_on=date(2027, 1, 19), last_on=date(2027, 1, 20)
    )
    sign_in(coordinator=True)

    text, drawn = client.get(PAGE).text, client.get(EVENTS).json()

    assert '<span class="cal-closed">Provlov</span>' in text
    assert "Trettondedag jul 6/1" in text
    assert "Provlov 19/1–20/1" in text
    assert {
        "title": "Provlov",
        "start": "2027-01-19",
        "end": "2027-01-21",
        "allDay": True,
        "editable": False,
        "classNames": ["cal-closed"],
    } in drawn


def test_event_of_the_grid_tells_the_wall_clock_and_where_it_is_moved(client, sign_in):
    leader, room = LeaderFactory(name="Kim Andersson"), RoomFactory(name="Blå", venue__name="Huset")
    group = GroupFactory(planned=True, hosting_districts=[DistrictFactory(name="Farsta")])
    one = SessionLeaderFactory(
        leader=leader, session__group=group, session__number=3, session__room=room,
        session__during=at(hours=8),
    )  # fmt: skip
    sign_in(coordinator=True)

    [event] = [one for one in client.get(EVENTS).json() if "url" in one]

    assert event == {
        "id": str(one.session.uid),
        "title": "16.00 Barngrupp i Farsta",
        "start": "2027-01-12T16:00:00",
        "end": "2027-01-12T18:00:00",
        "url": group.get_absolute_url(),
        "classNames": ["cal-item", "ok"],
        "editable": True,
        "extendedProps": {
            "detail": "16–18, Huset, Blå, Kim Andersson",
            "move": f"{group.get_absolute_url()}traff/3/flytta/",
        },
    }


@pytest.mark.parametrize(
    ("role", "editable"), [("coordinator", True), ("head", False), ("social_worker", False)]
)
def test_only_whoever_may_move_a_session_can_drag_it(client, sign_in, role, editable):
    session(during=at())
    sign_in(**{role: True})

    [event] = [one for one in client.get(EVENTS).json() if "url" in one]

    assert (event["editable"], bool(event["extendedProps"]["move"])) == (editable, editable)


@pytest.mark.parametrize(
    "query",
    [
        "?start=2030-01-01",
        "?start=x&end=y",
        "?start=2027-02-01&end=2027-01-01",
        "?start=2027-01-01&end=2028-01-01",
    ],
)
def test_events_of_no_time_or_of_years_are_refused(client, sign_in, query):
    sign_in(coordinator=True)

    assert client.get(f"/kontor/kalender/handelser/{query}").status_code == 400


def test_events_of_no_said_time_are_those_of_this_month(client, sign_in):
    group = SessionFactory(tonight=True).group
    sign_in(coordinator=True)

    told = client.get("/kontor/kalender/handelser/").json()

    assert [one["url"] for one in told if "url" in one] == [group.get_absolute_url()]


def test_session_in_the_last_hour_of_the_month_is_of_that_month(client, sign_in):
    """In UTC 00.30 on 1 February is still January."""
    after_midnight = datetime(2027, 2, 1, 0, 30, tzinfo=STOCKHOLM)
    group = session(during=two_hours_from(after_midnight)).session.group
    coordinator = sign_in(coordinator=True)

    [one] = queries.calendar_entries(coordinator, date(2027, 2, 1), date(2027, 3, 1))

    assert one.begins.date() == date(2027, 2, 1)
    assert group.slug in client.get("/kontor/kalender/?d=2027-02-01").text
    assert group.slug not in client.get("/kontor/kalender/?d=2027-01-01&vy=lista").text


def test_today_is_marked_for_eyes_and_ears(client, sign_in):
    sign_in(coordinator=True)

    text = client.get("/kontor/kalender/").text

    assert text.count('aria-current="date"') == 1
    assert f'datetime="{timezone.localdate()}"' in text


def test_style_nonce_is_new_each_time_and_of_this_page_alone(client, sign_in):
    sign_in(coordinator=True)

    pages = [client.get(PAGE), client.get(PAGE)]

    nonces = [re.search(r'name="csp-nonce" content="([^"]+)"', page.text)[1] for page in pages]
    assert [page["Content-Security-Policy"] for page in pages] == [
        f"{CSP}; style-src 'self' 'nonce-{nonce}'; font-src 'self' data:" for nonce in nonces
    ]
    assert nonces[0] != nonces[1]
    assert client.get("/kontor/kalender/prenumerera/")["Content-Security-Policy"] == CSP


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_term_of_sixty_groups_is_one_a3_or_two_a4(client, sign_in, paper):
    many(60, LeaderFactory())
    longest = DistrictFactory(name="Hägersten-Älvsjö och Enskede-Årsta-Vantör")
    room = RoomFactory(venue__name="Föreningen Vändpunktens hus", name="Stora rummet")
    SupportGroup.objects.update(room=room, weekday=1, starts_at=time(16), ends_at=time(17, 30))
    SupportGroup.hosting_districts.through.objects.update(district=longest)
    Session.objects.bulk_create(
        Session(
            group=group,
            number=week,
            during=two_hours_from(TWELFTH + timedelta(weeks=week)),
            active=week % 7 > 0,
        )
        for group in SupportGroup.objects.all()
        for week in range(2, 21)
    )
    sign_in(coordinator=True)

    response = client.get(f"/kontor/kalender/termin/termin.pdf?t=vt27&papper={paper}")

    assert response["Content-Disposition"] == f'inline; filename="termin-vt27-{paper}.pdf"'
    sizes = [
        tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
        for page in PdfReader(BytesIO(response.content)).pages
    ]
    assert sizes == ([(420, 297)] if paper == "a3" else [(297, 210)] * 2)


def test_term_plan_tells_what_is_unusual_in_words(client, sign_in):
    room = RoomFactory(venue__name="Huset", name="Blå")
    plan = {"weekday": 1, "starts_at": time(8), "ends_at": time(10), "room": room}
    group = GroupFactory(planned=True, hosting_districts=[DistrictFactory(name="Farsta")], **plan)
    SessionFactory(group=group, during=at())
    SessionFactory(group=group, during=at(days=7), active=False)
    SessionFactory(group=group, during=at(days=16))
    violence = GroupFactory(planned=True, violence=True, **plan | {"room": RoomFactory(name="X")})
    SessionFactory(group=violence, during=at())
    sign_in(coordinator=True)

    text = client.get("/kontor/kalender/termin/?t=vt27").text

    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", text, re.S)
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert told == [
        "Barngrupp i Farsta Tisdagar 8–10, Huset, Blå 12/1 19/1 inst. tors 28/1",
        "Barngrupp i Söderort Tisdagar 8–10 12/1",
    ]
