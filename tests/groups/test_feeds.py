"""The calendars one can subscribe to: what they hold, for whom, and for how long."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.web import public
from barnstod.web.log import JsonFormatter
from groups.models import FeedToken, Room
from groups.services import move
from groups.services.feeds import LASTS, make_address, reader_of, revoke_address
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.groups.calendars import by_both
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

SOON = timezone.localtime().replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days=30)
PUBLIC = "/grupper.ics"


def at(days=0):
    return two_hours_from(SOON + timedelta(days=days))


def address_of(user):
    return reverse("groups:personal_feed", args=[make_address(by=user)[1]])


def events(response):
    return by_both(response.content)["events"]


def farsta(**fields):
    room = Room.objects.filter(name="Blå rummet").first() or RoomFactory(
        venue__name="Huset", venue__address="Provgatan 1", name="Blå rummet"
    )
    return GroupFactory(
        **{"planned": True, "hosting_districts": [DistrictFactory(name="Farsta")], "room": room}
        | fields
    )


def test_leader_subscribes_to_the_own_sessions_in_neutral_words(client):
    leader = LeaderFactory(with_account=True)
    group = farsta(leaders=[leader])
    session = SessionFactory(group=group, number=3, room=group.room, during=at(), theme="Missbruk")
    SessionFactory(during=at())  # somebody else's

    response = client.get(address_of(leader.user))

    [event] = events(response)
    begin, end = timezone.localtime(session.during.lower), timezone.localtime(session.during.upper)
    assert {name: value for name, value in event.items() if name != "changed"} == {
        "uid": str(session.uid),
        "sequence": 0,
        "status": "CONFIRMED",
        "summary": "Barngrupp i Farsta, våren 2027",
        "location": "Huset, Blå rummet, Provgatan 1",
        "description": "Träff 3 av 12",
        "url": f"http://localhost:8000/kontor/grupper/{group.slug}/",
        "begins": moment(begin),
        "ends": moment(end),
    }
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def moment(local):
    utc = local.astimezone(timezone.get_fixed_timezone(0))
    return {
        "wall": f"{local:%Y-%m-%dT%H:%M:%S}",
        "zone": "Europe/Stockholm",
        "utc": f"{utc:%Y-%m-%dT%H:%M:%S.000Z}",
    }


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", {"exact", "violence"}),
        ("head", {"exact", "violence"}),
        ("social_worker", {"exact"}),
        ("leader", set()),
    ],
)
def test_feed_holds_what_the_calendar_of_the_role_holds_once_it_is_decided(client, role, seen):
    groups = {
        "exact": farsta(),
        "violence": farsta(violence=True),
        "draft": farsta(planned=False),
    }
    for group in groups.values():
        SessionFactory(group=group, during=at())
    user = UserFactory(**{role: True})

    read = events(client.get(address_of(user)))

    assert {event["url"].split("/")[-2] for event in read} == {groups[name].slug for name in seen}


def test_where_a_group_about_violence_meets_leaves_the_portal_for_nobody(client):
    leader = LeaderFactory(with_account=True)
    group = farsta(violence=True, leaders=[leader])
    SessionFactory(group=group, room=group.room, during=at())

    response = client.get(address_of(leader.user))

    [event] = events(response)
    assert (event["summary"], event["location"]) == ("Barngrupp i Söderort, våren 2027", "")
    assert "Huset" not in response.text


def test_cancelled_and_moved_sessions_are_told_with_a_growing_sequence(client):
    user = UserFactory(coordinator=True)
    url = address_of(user)
    session = SessionFactory(group=farsta(), during=at())
    told = []

    def read():
        [event] = events(client.get(url))
        told.append((event["uid"], event["sequence"], event["status"], event["summary"][:9]))

    read()
    session.during = at(days=1)
    session.save(update_fields=["during"])
    read()
    move(group=session.group, name="cancel", by=user, reason="För få")
    read()

    uid = str(session.uid)
    assert told == [
        (uid, 0, "CONFIRMED", "Barngrupp"),
        (uid, 1, "CONFIRMED", "Barngrupp"),
        (uid, 2, "CANCELLED", "Inställd:"),
    ]


def test_feed_answers_304_until_something_changes(client):
    session = SessionFactory(group=farsta(), during=at())
    url = address_of(UserFactory(coordinator=True))
    first = client.get(url)
    seen = {"If-None-Match": first["ETag"]}

    again = client.get(url, headers=seen)
    session.during = at(days=1)
    session.save(update_fields=["during"])
    changed = client.get(url, headers=seen)

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_headers_of_a_secret_address(client):
    response = client.get(address_of(UserFactory(coordinator=True)))

    assert {
        name: response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    } == {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    assert not response.cookies


def unknown(user):
    return reverse("groups:personal_feed", args=["A" * 22])


def revoked(user):
    url = address_of(user)
    revoke_address(by=user)
    return url


def replaced(user):
    url = address_of(user)
    make_address(by=user)
    return url


def expired(user):
    url = address_of(user)
    before = timezone.now() - LASTS
    FeedToken.objects.update(created_at=before - LASTS, expires_at=before)
    return url


def closed_account(user):
    url = address_of(user)
    user.is_active = False
    user.save()
    return url


def role_ended(user):
    url = address_of(user)
    user.role_grants.update(valid_to=timezone.localdate() - timedelta(days=1))
    return url


def role_changed(user):
    url = address_of(user)
    user.role_grants.update(role="board")
    return url


@pytest.mark.parametrize(
    "gone", [unknown, revoked, replaced, expired, closed_account, role_ended, role_changed]
)
def test_an_address_that_opens_nothing_looks_like_one_that_never_was(client, gone):
    user = UserFactory(coordinator=True)
    SessionFactory(group=farsta(), during=at())

    response, never = client.get(gone(user)), client.get(unknown(user))

    def told(answer):
        return answer.status_code, re.sub(r"\b[0-9a-f]{8}\b", "", answer.text), dict(answer.headers)

    assert response.status_code == 404
    assert told(response) == told(never)


def test_roles_are_asked_at_each_reading(client):
    leader = LeaderFactory(with_account=True)
    group = farsta(leaders=[leader])
    SessionFactory(group=group, during=at())
    url = address_of(leader.user)
    before = len(events(client.get(url)))

    group.leaders.clear()

    assert (before, len(events(client.get(url)))) == (1, 0)


def test_reading_changes_nothing_and_is_a_reading_only(client):
    url = address_of(UserFactory(coordinator=True))
    rows = list(FeedToken.objects.values())
    audited = AuditEvent.objects.count()

    assert client.get(url).status_code == client.head(url).status_code == 200
    assert client.post(url).status_code == 405
    assert (list(FeedToken.objects.values()), AuditEvent.objects.count()) == (rows, audited)


def test_the_token_is_in_no_log_and_only_its_hash_in_the_database(client, caplog):
    user = UserFactory(coordinator=True)
    feed, token = make_address(by=user)

    with caplog.at_level("DEBUG"):
        client.get(reverse("groups:personal_feed", args=[token]))
        client.get(reverse("groups:personal_feed", args=[token[::-1]]))

    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [line for line in lines if "lank/<str:token>/kalender.ics" in line]
    assert token not in "".join(lines)
    assert token[::-1] not in "".join(lines)
    assert len(bytes(feed.token_hash)) == 32
    assert token.encode() not in bytes(feed.token_hash)
    assert token not in str(list(AuditEvent.objects.values()))


def test_address_is_128_random_bits_and_one_is_in_use(client):
    user = UserFactory(leader=True)

    tokens = {make_address(by=user)[1] for _ in range(3)}

    assert {len(token) for token in tokens} == {22}
    assert len(tokens) == 3
    assert [reader_of(token) == user for token in sorted(tokens)].count(True) == 1
    later = timezone.now() + LASTS
    with pytest.raises(IntegrityError, match="feed_token_one_in_use"):
        FeedToken.objects.create(user=user, token_hash=b"x" * 32, expires_at=later)


def test_closed_account_opens_nothing():
    user = UserFactory(coordinator=True)
    _feed, token = make_address(by=user)
    before = reader_of(token)
    user.is_active = False
    user.save()

    assert (before, reader_of(token)) == (user, None)


def test_database_refuses_an_address_that_never_ends_after_it_begins():
    now = timezone.now()
    with pytest.raises(IntegrityError, match="feed_token_expires"):
        FeedToken.objects.create(
            user=UserFactory(), token_hash=b"x" * 32, created_at=now, expires_at=now
        )


@pytest.mark.parametrize("role", ["board", "admin"])
def test_who_has_no_calendar_makes_no_address(client, sign_in, role):
    user = sign_in(**{role: True})

    with pytest.raises(PermissionDenied):
        make_address(by=user)
    assert client.get("/kontor/kalender/prenumerera/").status_code == 403


def test_page_makes_an_address_shows_it_once_and_takes_it_back(client, sign_in):
    user, page = sign_in(leader=True), "/kontor/kalender/prenumerera/"

    made = client.post(page, {"do": "make"})
    [address] = re.findall(r"http://localhost:8000(/lank/[\w-]{22}/kalender\.ics)", made.text)
    assert client.get(address).status_code == 200
    assert f'href="webcal://localhost:8000{address}"' in made.text
    assert "/lank/" not in client.get(page).text
    client.post(page, {"do": "revoke"})

    assert client.get(address).status_code == 404
    audited = AuditEvent.objects.order_by("pk").values_list("actor", "action")
    assert list(audited) == [(f"user:{user.pk}", "feed.make"), (f"user:{user.pk}", "feed.revoke")]


# --- Everybody's calendar -----------------------------------------------------------------------


def test_public_feed_tells_hours_and_house_of_an_exact_group(client):
    group = farsta(precision="exact")
    session = SessionFactory(group=group, room=group.room, during=at())

    [event] = events(client.get(PUBLIC))

    assert (event["summary"], event["location"], event["url"], event["begins"]["wall"]) == (
        "Barngrupp i Farsta, våren 2027",
        "Huset, Provgatan 1",
        f"http://localhost:8000/grupper/{group.slug}/",
        f"{timezone.localtime(session.during.lower):%Y-%m-%dT%H:%M:%S}",
    )


def test_public_feed_tells_the_day_alone_where_hours_and_house_are_not_public(client):
    group = farsta(precision="district")
    session = SessionFactory(group=group, room=group.room, during=at())

    response = client.get(PUBLIC)

    day = timezone.localdate(session.during.lower)
    [event] = events(response)
    assert (event["begins"], event["ends"]) == (
        {"day": str(day)},
        {"day": str(day + timedelta(days=1))},
    )
    assert "Huset" not in response.text


@pytest.mark.parametrize(
    "hidden",
    [
        {"violence": True},
        {"precision": "region"},
        {"planned": False},
        {"planned": False, "completed": True},
        {"planned": False, "cancelled": True},
    ],
    ids=["violence", "region", "draft", "completed", "cancelled"],
)
def test_public_feed_never_tells_of(client, hidden):
    group = farsta(**hidden)
    SessionFactory(group=group, room=group.room, during=at())

    response = client.get(PUBLIC)

    assert events(response) == []
    assert not any(word in response.text for word in (group.slug, "Huset", "Farsta", "VEVENT"))


def test_public_feed_names_no_leader_need_theme_or_room(client):
    leader = LeaderFactory(name="Kim Andersson")
    group = farsta(leaders=[leader])
    session = SessionFactory(group=group, room=group.room, during=at(), theme="Om missbruk")
    SessionLeaderFactory(session=session, leader=leader)

    text = client.get(PUBLIC).text

    told = ("Kim", "missbruk", "Blå rummet", "substance", "beroende")
    assert [word for word in told if word in text] == []


def test_public_feed_is_asked_again_each_time_and_answers_304(client):
    SessionFactory(group=farsta(), during=at())
    first = client.get(PUBLIC)
    again = client.get(PUBLIC, headers={"If-None-Match": first["ETag"]})
    SessionFactory(group=farsta(), during=at(days=1))
    public.forget()
    changed = client.get(PUBLIC, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == again["Cache-Control"] == "public, no-cache"
    assert [answer.status_code for answer in (first, again, changed)] == [200, 304, 200]
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies


def test_public_feed_speaks_the_language_of_its_path(client):
    SessionFactory(group=farsta(), during=at())

    [event] = events(client.get("/en/grupper.ics"))

    assert event["summary"] == "Children's group in Farsta, the spring of 2027"


@pytest.mark.parametrize("which", ["public", "personal"])
def test_feed_costs_the_same_for_one_session_and_for_three(client, which):
    url = PUBLIC if which == "public" else address_of(UserFactory(coordinator=True))

    def read():
        public.forget()
        assert client.get(url).status_code == 200

    SessionFactory(group=farsta(), during=at())
    for_one = queries_of(read)
    for days in (1, 2):
        SessionFactory(group=farsta(), during=at(days=days))

    assert queries_of(read) == for_one
