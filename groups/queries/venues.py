"""What the register of venues asks the database: houses, their rooms, and who meets there next."""

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from groups.models import Room, Session, SupportGroup, Venue

NEXT = 10  # sessions on the page of a venue


def venues():
    """Return the venues with what the list says of each."""
    return Venue.objects.select_related("district", "organisation").prefetch_related("rooms")


def rooms():
    """Return the rooms, each of which says whether a group or a session has had it."""
    groups = SupportGroup.objects.filter(room=OuterRef("pk"))
    sessions = Session.objects.filter(room=OuterRef("pk"))
    return Room.objects.annotate(is_used=Exists(groups) | Exists(sessions))


def venue_with_rooms():
    """Return the venues to choose one of, each with its rooms, which say whether they are used."""
    return Venue.objects.select_related("district", "organisation").prefetch_related(
        Prefetch("rooms", rooms())
    )


def next_sessions(venue: Venue, user):
    """Return the next sessions in the venue that are in the calendar of ``user``."""
    coming = Session.objects.visible_to(user).filter(
        active=True, room__venue=venue, during__endswith__gt=timezone.now()
    )
    rows = coming.select_related("group", "room").prefetch_related("group__hosting_districts")
    return rows.order_by("during", "pk")[:NEXT]
