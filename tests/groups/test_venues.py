"""The register of venues: written by the coordinator, read by the office, offered to plans."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.web.models import PublicVersion
from groups.choices import Need
from groups.forms.plan import PlanForm
from groups.models import Room, Venue
from groups.services import venues as services
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

LIST = "/kontor/lokaler/"
NO_ROOM = "No room is written here yet. No group can be given the venue before that."
TELL_THEM = "Saved. The leaders of the groups there get a letter. Tell the families."
HAS_BEEN_USED = "Groups have met there, or are to. Close it for new groups instead."


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def audited():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "detail"))


def test_house_and_room_are_written_changed_and_removed(client, sign_in):
    sign_in(coordinator=True)
    district = DistrictFactory()

    page = client.get(LIST)
    assert gettext("No venue is written yet.") in page.text
    house = {"name": "Kvarnhuset", "address": "Provgatan 7", "district": district.pk}
    page = client.post(f"{LIST}ny/", house, follow=True)
    venue = Venue.objects.get()
    assert page.redirect_chain[-1][0] == f"{LIST}{venue.pk}/"
    assert gettext(NO_ROOM) in page.text
    client.post(f"{LIST}{venue.pk}/rum/ny/", {"name": "Stora", "seats": 14, "is_open": "on"})
    room = Room.objects.get()
    assert (room.venue, room.name, room.seats, room.is_step_free) == (venue, "Stora", 14, False)
    client.post(
        f"{LIST}{venue.pk}/rum/{room.pk}/", {"name": "Stora", "seats": 12, "is_step_free": "on"}
    )
    client.post(f"{LIST}{venue.pk}/andra/", house | {"address": "Provgatan 9"})
    page = client.get(f"{LIST}{venue.pk}/")
    told = ("Provgatan 9", "There is a lift or no steps", "closed for new groups")
    assert [words for words in told if gettext(words) not in page.text] == []
    page = client.post(f"{LIST}{venue.pk}/ta-bort/", follow=True)
    assert gettext("It is in use and stays in the register.") in page.text
    client.post(f"{LIST}{venue.pk}/rum/{room.pk}/ta-bort/")
    client.post(f"{LIST}{venue.pk}/ta-bort/")

    assert not Venue.objects.exists()
    assert audited() == [
        ("venue.add", {"changed": ["address", "district", "name", "organisation"]}),
        ("room.add", {"changed": ["is_open", "is_step_free", "name", "seats"]}),
        ("room.change", {"changed": ["is_open", "is_step_free", "seats"]}),
        ("venue.change", {"changed": ["address"]}),
        ("room.remove", {}),
        ("venue.remove", {}),
    ]


def test_room_that_a_group_has_had_stays_and_the_page_says_why(client, sign_in):
    user = sign_in(coordinator=True)
    planned, once = GroupFactory(planned=True, room=RoomFactory()).room, SessionFactory().room

    for room in filter(None, (planned, once)):
        page = client.get(f"{LIST}{room.venue.pk}/rum/{room.pk}/")
        assert gettext(HAS_BEEN_USED) in page.text
        assert "ta-bort" not in page.text
        with refused("It is in use and stays in the register."):
            services.remove(row=room, by=user)

    assert audited() == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "KVARNHUSET", "There is a venue with this name already."),
        (
            "address",
            "ÖSTRA gatan 7",
            "There is a venue at this address already. Add the room there.",
        ),
    ],
)
def test_a_house_is_one_row(coordinator, field, value, words):
    """Otherwise two who must not meet could be given places behind one door."""
    VenueFactory(name="Kvarnhuset", address="Östra gatan 7")
    fields = {"name": "Annat hus", "address": "Annan gata 1", "district": DistrictFactory()}
    fields[field] = value

    with refused(words):
        services.write_venue(venue=Venue(), by=coordinator, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        VenueFactory(**fields)


def test_two_rooms_of_a_house_have_two_names(client, sign_in):
    sign_in(coordinator=True)
    room = RoomFactory(name="Stora")

    page = client.post(f"{LIST}{room.venue.pk}/rum/ny/", {"name": "Stora", "seats": 5})

    assert gettext("The venue has a room with this name already.") in page.text


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_only_the_coordinator_writes(role):
    room, user = RoomFactory(), UserFactory(**{role: True})
    attempts = [
        lambda: services.write_venue(venue=room.venue, by=user, name="Annat"),
        lambda: services.write_room(room=room, by=user, name="Annat"),
        lambda: services.remove(row=room, by=user),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert audited() == []


def test_closed_room_is_offered_to_no_new_plan_but_kept_by_its_own(coordinator):
    kept, closed, free = RoomFactory(is_open=False), RoomFactory(is_open=False), RoomFactory()

    new = PlanForm(user=coordinator, initial={"room": kept})
    own = PlanForm(user=coordinator, initial={"room": kept, "seen": "1"})

    assert set(new.fields["room"].queryset) == {free}
    assert set(own.fields["room"].queryset) == {free, kept}
    assert closed not in own.fields["room"].queryset


def test_page_of_a_house_tells_who_meets_there_next_and_no_need(client, sign_in):
    sign_in(head=True)
    room, now = RoomFactory(), timezone.now()
    group = GroupFactory(running=True, violence=True, room=room)
    times = [now + timedelta(days=days) for days in (-3, 4, 11)]
    _over, coming, cancelled = (
        SessionFactory(group=group, room=room, during=(at, at + timedelta(hours=1))) for at in times
    )
    cancelled.active = False
    cancelled.save()

    page = client.get(f"{LIST}{room.venue.pk}/")

    assert [row[0] for row in page.context["sessions"]] == [coming]
    assert group.get_absolute_url() in page.text
    assert gettext(str(Need.FAMILY_VIOLENCE.label)) not in page.text
    assert "/andra/" not in page.text  # the head reads


def test_register_goes_out_with_a_line_for_each_room(client, sign_in):
    sign_in(head=True)
    empty, house = VenueFactory(name="Aspen"), VenueFactory(name="Björken")
    for name, seats in (("Stora", 14), ("Lilla", 8)):
        RoomFactory(venue=house, name=name, seats=seats)

    content = client.get(f"{LIST}lokaler.csv").content.decode("utf-8-sig")

    lines = [line.split(";") for line in content.splitlines()[1:]]
    assert [(line[0], line[1], *line[3:5]) for line in lines] == [
        ("Aspen", empty.address, "", ""),
        ("Björken", house.address, "Lilla", "8"),
        ("Björken", house.address, "Stora", "14"),
    ]


def test_new_address_is_told_to_the_leaders_of_groups_there_and_to_the_public(
    client, sign_in, coordinator
):
    sign_in(coordinator=True)
    leader, over = LeaderFactory.create_batch(2, with_account=True)
    room = RoomFactory()
    venue = room.venue
    GroupFactory(planned=True, room=room, leaders=[leader])
    GroupFactory(completed=True, room=room, leaders=[over])
    settle()
    before = PublicVersion.objects.get().number

    form = {"name": venue.name, "address": "Nya gatan 1", "district": venue.district_id}
    page = client.post(f"{LIST}{venue.pk}/andra/", form, follow=True)
    settle()

    assert gettext(TELL_THEM) in page.text
    letters = Notice.objects.values_list("kind", "recipient")
    assert list(letters) == [("session_moved", leader.user_id)]
    services.write_venue(venue=venue, by=coordinator, name="Nya huset")
    assert Notice.objects.count() == 1
    assert PublicVersion.objects.get().number > before


def settle():
    """Let what the database does at commit be done now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_page_cost_the_same_for_any_number_of_rows(
    client, sign_in, django_assert_num_queries, rows
):
    sign_in(coordinator=True)
    venue = VenueFactory()
    for room in [*RoomFactory.create_batch(rows, venue=venue), *RoomFactory.create_batch(rows)]:
        group = GroupFactory(planned=True, room=room)
        at = timezone.now() + timedelta(days=1)
        SessionFactory(group=group, room=room, during=(at, at + timedelta(hours=1)))

    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)
    with django_assert_num_queries(12):
        client.get(f"{LIST}{venue.pk}/")
