"""Planning a group: a draft with its sessions, the next term of one, a pair, a change."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from districts.choices import Region
from groups import services
from groups.choices import Audience, GroupState, Need, Season
from groups.exceptions import ChangedBefore, PlanInTheWay, PlanNotOpen
from groups.models import ProgrammeTheme, SchoolBreak, Session, SessionLeader, SupportGroup
from groups.schedule import STOCKHOLM
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory, RoomFactory

pytestmark = pytest.mark.django_db

CREATE = "/kontor/grupper/ny/"
TUESDAY = date(2027, 2, 16)


def posted(**more):
    """A whole plan as a browser sends it: eight Tuesdays from 16 February 2027."""
    return {
        "programme": ProgrammeFactory().code if "programme" not in more else "",
        "audience": "children",
        "needs": ["substance_use"],
        "age_from": "7",
        "age_to": "9",
        "capacity": "8",
        "minimum": "4",
        "organisation": OrganisationFactory().code if "organisation" not in more else "",
        "hosting_districts": [],
        "region": "soderort",
        "term": "vt27",
        "weekday": "1",
        "first_on": "2027-02-16",
        "starts_at": "16:00",
        "ends_at": "17:30",
        "planned_sessions": "8",
        "languages": ["sv"],
        "precision": "exact",
    } | more


def leader_in(organisation):
    leader = LeaderFactory(with_account=True, organisation=organisation)
    AffiliationFactory(user=leader.user, in_organisation=True, organisation=organisation)
    return leader


def days_of(group):
    begins = group.sessions.filter(active=True).values_list("during__startswith", flat=True)
    return [moment.astimezone(STOCKHOLM).date() for moment in begins]


def saved(client, url, answers):
    """Post the plan with *save* and return the group it made or changed."""
    response = client.post(url, answers | {"save": "1"})
    assert response.status_code == 302, errors_in(response)
    return SupportGroup.objects.get(slug=response["Location"].strip("/").rpartition("/")[2])


def errors_in(response):
    return response.context["form"].errors if response.context else response.content


def test_plan_becomes_a_draft_with_its_sessions_themes_and_leaders(client, sign_in):
    coordinator = sign_in(coordinator=True)
    programme, room = ProgrammeFactory(), RoomFactory()
    first, second = LeaderFactory(), LeaderFactory()
    district = DistrictFactory(region=Region.WEST, code="bromma")
    for number in range(1, 9):
        ProgrammeTheme.objects.create(programme=programme, number=number, theme=f"Tema {number}")
    answers = posted(
        programme=programme.code,
        room=str(room.pk),
        leader_1=str(first.pk),
        leader_2=str(second.pk),
        hosting_districts=[district.code],
        region="",
    )

    group = saved(client, CREATE, answers)

    assert (group.state, group.region, group.weekday) == (GroupState.DRAFT, Region.WEST, 1)
    assert set(group.leaders.all()) == {first, second}
    # Week 9 is sportlov; Easter of 2027 is the last weekend of March, its Tuesday is in påsklov.
    assert days_of(group) == [
        date(2027, 2, 16),
        date(2027, 2, 23),
        *(date(2027, 3, 9) + timedelta(weeks=week) for week in range(3)),
        *(date(2027, 4, 6) + timedelta(weeks=week) for week in range(3)),
    ]
    sessions = list(group.sessions.all())
    assert [one.theme for one in sessions] == [f"Tema {number}" for number in range(1, 9)]
    assert {one.room for one in sessions} == {room}
    assert {one.during.lower.astimezone(STOCKHOLM).time() for one in sessions} == {time(16)}
    assert SessionLeader.objects.filter(session__group=group).count() == 16
    event = AuditEvent.objects.get(action="group.create")
    assert (event.actor, event.subject, event.detail) == (
        f"user:{coordinator.pk}",
        group.slug,
        {"sessions": 8},
    )


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_look_names_the_skipped_days_and_saves_nothing(client, sign_in, headers):
    sign_in(coordinator=True)

    response = client.post(CREATE, posted() | {"look": "1"}, headers=headers)

    assert "2 mars 2027" in response.text
    assert "Sportlov" in response.text
    assert 'name="save"' in response.text
    assert ("<html" in response.text) is not bool(headers)
    assert not SupportGroup.objects.exists()


def test_same_form_sent_twice_is_one_group(client, sign_in):
    sign_in(coordinator=True)
    room = RoomFactory()  # which the second would find taken by the first
    answers = posted(
        submission_key="b3b6d3f4-6d5e-4c39-9d0e-9a2f2f5f8f11",
        with_parents="on",
        room=str(room.pk),
    )

    once, twice = saved(client, CREATE, answers), saved(client, CREATE, answers)

    assert once == twice
    assert SupportGroup.objects.count() == 2


def test_two_that_come_at_once_are_one_group():
    coordinator, key, plan = UserFactory(coordinator=True), new_key(), whole_plan()

    once = services.create_group(by=coordinator, key=key, plan=plan)
    twice = services.create_group(by=coordinator, key=key, plan=plan)

    assert (once, SupportGroup.objects.count()) == (twice, 1)
    assert AuditEvent.objects.filter(action="group.create").count() == 1


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"first_on": "2027-02-17"}, "first_on", "Onsdag 17 februari 2027"),
        ({"age_to": "6"}, "age_to", "Den äldsta åldern"),
        ({"age_to": ""}, "age_to", "båda åldrarna"),
        ({"ends_at": "15:00"}, "ends_at", "slutar"),
        ({"ends_at": ""}, "ends_at", "båda klockslagen"),
        ({"minimum": "9"}, "minimum", "större än gruppen"),
        ({"region": ""}, "region", "Välj en stadsdel"),
        ({"planned_sessions": "7"}, "planned_sessions", "8"),
        ({"needs": []}, "needs", "Välj minst en"),
        ({"with_parents": "on", "audience": "relatives"}, "with_parents", "Bara en grupp"),
    ],
)
def test_form_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    client, sign_in, answers, field, words
):
    sign_in(coordinator=True)

    response = client.post(CREATE, posted(what_happens_first="Ring oss") | answers | {"save": "1"})

    assert response.status_code == 200
    errors = response.context["form"].errors
    assert (field in errors, words in " ".join(errors.get(field, ()))) == (True, True), errors
    assert "Ring oss" in response.text
    assert not SupportGroup.objects.exists()


@pytest.mark.parametrize(
    ("first_on", "weekday", "field"),
    [("9999-12-31", "4", "first_on"), ("1999-12-31", "4", "first_on"), ("2099-12-29", "1", None)],
)
def test_first_day_is_one_of_the_years_that_the_portal_knows(
    client, sign_in, first_on, weekday, field
):
    sign_in(coordinator=True)

    response = client.post(CREATE, posted(first_on=first_on, weekday=weekday))

    assert response.status_code == 200
    assert errors_in(response) == ({field: ["Skriv en dag från 2000 till 2099."]} if field else {})


def test_room_that_is_taken_is_explained_with_a_link_and_nothing_is_saved(client, sign_in):
    sign_in(coordinator=True)
    room = RoomFactory()
    other = saved(client, CREATE, posted(room=str(room.pk)))

    response = client.post(
        CREATE, posted(room=str(room.pk), starts_at="17:00", ends_at="18:00") | {"save": "1"}
    )

    assert response.status_code == 200
    assert f'href="{other.get_absolute_url()}"' in response.text
    assert "16 februari 2027" in response.text
    assert list(SupportGroup.objects.all()) == [other]


def test_leader_that_is_taken_is_explained_and_nothing_is_saved(client, sign_in):
    sign_in(coordinator=True)
    leader = LeaderFactory(name="Kim Ek")
    saved(client, CREATE, posted(leader_1=str(leader.pk)))

    response = client.post(CREATE, posted(leader_2=str(leader.pk)) | {"save": "1"})

    assert "Kim Ek" in "".join(one.words for one in response.context["look"].in_the_way)
    assert SupportGroup.objects.count() == 1


def test_room_taken_between_look_and_save_is_refused_by_the_database():
    room, coordinator = RoomFactory(), UserFactory(coordinator=True)
    plan = whole_plan(room=room)
    services.create_group(by=coordinator, key=new_key(), plan=plan)

    with pytest.raises(PlanInTheWay):
        services.create_group(by=coordinator, key=new_key(), plan=plan)

    assert SupportGroup.objects.count() == 1


def new_key():
    return uuid.uuid4()


def whole_plan(**more):
    return {
        "programme": ProgrammeFactory(),
        "audience": Audience.CHILDREN,
        "needs": [Need.SUBSTANCE_USE],
        "capacity": 8,
        "minimum": 4,
        "organisation": OrganisationFactory(),
        "hosting_districts": [],
        "is_city_wide": False,
        "region": Region.SOUTH,
        "year": 2027,
        "season": Season.SPRING,
        "weekday": 1,
        "first_on": TUESDAY,
        "starts_at": time(16),
        "ends_at": time(17, 30),
        "planned_sessions": 8,
        "room": None,
        "leaders": [],
        "languages": ["sv"],
    } | more


def test_pair_is_one_plan_with_own_rooms_and_own_leaders(client, sign_in):
    sign_in(coordinator=True)
    room, parents_room = RoomFactory(), RoomFactory()
    leader, parents_leader = LeaderFactory(), LeaderFactory()

    children = saved(
        client,
        CREATE,
        posted(
            room=str(room.pk),
            leader_1=str(leader.pk),
            with_parents="on",
            parents_room=str(parents_room.pk),
            parents_leader_1=str(parents_leader.pk),
            parents_capacity="10",
        ),
    )

    parents = children.parallel_group
    assert (parents.audience, parents.capacity, parents.age_from) == ("parents", 10, None)
    assert days_of(parents) == days_of(children)
    assert {one.room for one in children.sessions.all()} == {room}
    assert {one.room for one in parents.sessions.all()} == {parents_room}
    assert (list(children.leaders.all()), list(parents.leaders.all())) == (
        [leader],
        [parents_leader],
    )


@pytest.mark.parametrize(
    "more", [{"parents_room": "room"}, {"parents_leader_1": "leader"}], ids=["room", "leader"]
)
def test_pair_shares_neither_room_nor_leader(client, sign_in, more):
    sign_in(coordinator=True)
    rows = {"room": RoomFactory(), "leader": LeaderFactory()}
    answers = posted(room=str(rows["room"].pk), leader_1=str(rows["leader"].pk), with_parents="on")
    answers |= {name: str(rows[kind].pk) for name, kind in more.items()}

    response = client.post(CREATE, answers | {"save": "1"})

    assert set(errors_in(response)) == set(more)
    assert not SupportGroup.objects.exists()


def test_pair_is_published_and_cancelled_together():
    coordinator = UserFactory(coordinator=True)
    children = services.create_group(
        by=coordinator,
        key=new_key(),
        plan=whole_plan(),
        parents={"programme": ProgrammeFactory(), "room": None, "capacity": 8, "minimum": 4},
    )

    services.move(group=children.parallel_group, name="publish", by=coordinator)
    states = set(SupportGroup.objects.values_list("state", flat=True))
    services.move(group=children, name="cancel", by=coordinator, reason="För få")

    assert states == {GroupState.PLANNED}
    assert set(SupportGroup.objects.values_list("state", flat=True)) == {GroupState.CANCELLED}
    assert not Session.objects.filter(active=True).exists()


def test_parents_follow_when_the_childrens_group_gets_another_evening(client, sign_in):
    coordinator = sign_in(coordinator=True)
    children = services.create_group(
        by=coordinator,
        key=new_key(),
        plan=whole_plan(),
        parents={"programme": ProgrammeFactory(), "room": None, "capacity": 8, "minimum": 4},
    )
    uids = set(Session.objects.values_list("uid", flat=True))

    changed = saved(
        client,
        reverse("groups:edit", args=[children.slug]),
        as_posted(children, first_on="2027-02-18", weekday="3", starts_at="17:00", ends_at="18:00"),
    )

    parents = changed.parallel_group
    assert (parents.weekday, parents.starts_at) == (changed.weekday, changed.starts_at)
    assert (parents.weekday, parents.starts_at) == (3, time(17))
    assert days_of(parents) == days_of(changed)
    assert {day.weekday() for day in days_of(changed)} == {3}
    assert set(Session.objects.values_list("uid", flat=True)) == uids  # calendars follow


def as_posted(group, **more):
    """The plan of a group as its form sends it back."""
    return (
        posted(
            seen=services.version_of(group),
            programme=group.programme.code,
            organisation=group.organisation.code,
            first_on=group.first_on.isoformat(),
            room=str(group.room_id or ""),
            **{f"leader_{n}": str(one.pk) for n, one in enumerate(group.leaders.all(), start=1)},
        )
        | more
    )


def test_next_term_begins_with_the_same_plan_and_is_linked(client, sign_in, settings):
    sign_in(coordinator=True)
    room, leader = RoomFactory(), LeaderFactory()
    group = GroupFactory(
        running=True,
        timed=True,
        room=room,
        leaders=[leader],
        hosting_districts=[DistrictFactory(code="farsta")],
    )
    url = reverse("groups:next_term", args=[group.slug])

    form = client.get(url).context["form"]
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    begins = initial["first_on"]
    answers = as_posted(
        group,
        term=initial["term"],
        first_on=begins.isoformat(),
        weekday=str(initial["weekday"]),
        hosting_districts=initial["hosting_districts"],
    )
    following = saved(client, url, answers)

    assert begins > timezone.localdate()
    assert begins.weekday() == group.weekday
    assert following.planned_from == group
    assert following.term > group.term or following.term.year >= timezone.localdate().year
    assert (following.room, list(following.leaders.all())) == (room, [leader])


def test_next_term_of_a_pair_is_a_pair(client, sign_in):
    coordinator = sign_in(coordinator=True)
    children = services.create_group(
        by=coordinator,
        key=new_key(),
        plan=whole_plan(),
        parents={"programme": ProgrammeFactory(), "room": None, "capacity": 8, "minimum": 4},
    )

    form = client.get(reverse("groups:next_term", args=[children.slug])).context["form"]

    assert form.initial["with_parents"] is True
    parents_url = reverse("groups:next_term", args=[children.parallel_group.slug])
    assert client.get(parents_url).status_code == 404


def test_edit_says_who_was_first_and_saves_nothing(client, sign_in):
    other = UserFactory(coordinator=True, name="Samira Ek")
    group = services.create_group(by=other, key=new_key(), plan=whole_plan())
    stale = as_posted(group, capacity="12")
    services.change_group(
        group=group, seen=services.version_of(group), by=other, plan={"capacity": 9}
    )
    sign_in(coordinator=True)

    response = client.post(reverse("groups:edit", args=[group.slug]), stale | {"save": "1"})

    group.refresh_from_db()
    assert (response.status_code, group.capacity) == (200, 9)
    assert "Samira Ek" in response.text
    assert 'value="12"' in response.text


def test_change_with_a_stale_version_is_refused():
    coordinator = UserFactory(coordinator=True)
    group = services.create_group(by=coordinator, key=new_key(), plan=whole_plan())

    with pytest.raises(ChangedBefore):
        services.change_group(group=group, seen="", by=coordinator, plan={"capacity": 9})


def test_days_of_a_group_that_has_begun_stay(client, sign_in):
    coordinator = sign_in(coordinator=True)
    past = timezone.localdate() - timedelta(days=30)
    group = services.create_group(
        by=coordinator,
        key=new_key(),
        plan=whole_plan(first_on=past, weekday=past.weekday()),
    )
    before = days_of(group)

    with pytest.raises(PlanNotOpen):
        services.change_group(
            group=group,
            seen=services.version_of(group),
            by=coordinator,
            plan={"starts_at": time(15)},
        )

    form = client.get(reverse("groups:edit", args=[group.slug])).context["form"]
    assert "first_on" not in form.fields
    assert days_of(group) == before


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({}, {"stays": [], "comes": ["session_leaders"], "goes": ["session_leaders"]}),
        (
            {"starts_at": time(15)},
            {"stays": ["session_moved"], "comes": ["session_moved"], "goes": ["session_leaders"]},
        ),
    ],
    ids=["leaders alone", "and the hours"],
)
def test_who_comes_or_goes_as_leader_of_a_published_group_is_told_once(plan, told):
    coordinator = UserFactory(coordinator=True)
    stays, comes, goes = LeaderFactory.create_batch(3, with_account=True)
    draft = services.create_group(
        by=coordinator, key=new_key(), plan=whole_plan(leaders=[stays, goes])
    )
    group = services.move(group=draft, name="publish", by=coordinator)
    Notice.objects.all().delete()

    services.change_group(
        group=group,
        seen=services.version_of(group),
        by=coordinator,
        plan=plan | {"leaders": [stays, comes]},
    )

    letters = {
        name: list(one.user.notices.values_list("kind", flat=True))
        for name, one in (("stays", stays), ("comes", comes), ("goes", goes))
    }
    assert letters == told


def test_new_room_and_leader_come_to_the_sessions_that_have_not_been(client, sign_in):
    coordinator = sign_in(coordinator=True)
    past = timezone.localdate() - timedelta(days=21)
    old, new, old_room, new_room = LeaderFactory(), LeaderFactory(), RoomFactory(), RoomFactory()
    group = services.create_group(
        by=coordinator,
        key=new_key(),
        plan=whole_plan(first_on=past, weekday=past.weekday(), leaders=[old], room=old_room),
    )

    services.change_group(
        group=group,
        seen=services.version_of(group),
        by=coordinator,
        plan={"leaders": [new], "room": new_room},
    )

    now = timezone.now()
    for session in group.sessions.all():
        has_been = session.during.lower <= now
        assert session.room == (old_room if has_been else new_room)
        assert [one.leader for one in session.session_leaders.all()] == [old if has_been else new]


def test_published_group_with_fewer_sessions_crosses_out_the_rest():
    coordinator = UserFactory(coordinator=True)
    group = services.create_group(
        by=coordinator, key=new_key(), plan=whole_plan(planned_sessions=10)
    )
    group = services.move(group=group, name="publish", by=coordinator)

    services.change_group(
        group=group, seen=services.version_of(group), by=coordinator, plan={"planned_sessions": 8}
    )

    assert (group.sessions.count(), group.sessions.filter(active=True).count()) == (10, 8)


def test_places_are_not_fewer_than_the_children_who_have_one(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory(planned=True, timed=True, places_taken=3, places_held=2)

    response = client.post(
        reverse("groups:edit", args=[group.slug]),
        as_posted(group, weekday=str(group.weekday), capacity="4") | {"save": "1"},
        follow=True,  # to the page that tells the children's senders
    )

    assert list(errors_in(response)) == ["capacity"]


def test_school_break_of_the_table_is_skipped(client, sign_in):
    sign_in(coordinator=True)
    SchoolBreak.objects.create(
        name="Studiedag", first_on=date(2027, 3, 9), last_on=date(2027, 3, 9)
    )

    group = saved(client, CREATE, posted())

    assert date(2027, 3, 9) not in days_of(group)
    assert len(days_of(group)) == 8


@pytest.mark.parametrize("role", ["head", "social_worker", "board", "admin"])
def test_group_is_planned_by_coordinators_and_leaders_alone(role):
    with pytest.raises(PermissionDenied):
        services.create_group(by=UserFactory(**{role: True}), key=new_key(), plan=whole_plan())

    assert not SupportGroup.objects.exists()
