"""Writing the register of venues: the houses where groups meet, and their rooms."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts import policies as places
from districts.services import fill
from groups.choices import CURRENT
from groups.models import Room, SupportGroup, Venue
from groups.services.letters import tell_leaders


@transaction.atomic
def write_venue(*, venue: Venue, by, **fields) -> Venue:
    """Write these fields of a new or known venue and return it.

    Where the address changes, those who lead groups there get a letter. Raises ValidationError
    where another venue has its name or stands at its address.
    """
    authorize(places.can_keep_registers, by)
    verb = "change" if venue.pk else "add"
    if venue.pk:
        venue = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    changed = fill(venue, fields)
    venue.full_clean()
    venue.save()
    if "address" in changed:
        for group in groups_in(venue):
            tell_leaders(group, "session_moved", by=by)
    record(f"venue.{verb}", by=by, on=venue, changed=changed)
    return venue


def groups_in(venue: Venue):
    """Return the planned and running groups whose room is in the venue."""
    return SupportGroup.objects.filter(state__in=CURRENT, room__venue=venue.pk)


@transaction.atomic
def write_room(*, room: Room, by, **fields) -> Room:
    """Write these fields of a new or known room and return it. No form moves it to another venue.

    Where it gets steps, the database marks the places of children who cannot manage them to be
    looked at again (referrals, migration 0020).
    """
    authorize(places.can_keep_registers, by)
    verb = "change" if room.pk else "add"
    if room.pk:
        room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    changed = fill(room, fields)
    room.full_clean()
    room.save()
    record(f"room.{verb}", by=by, on=room, changed=changed)
    return room


@transaction.atomic
def remove(*, row: Venue | Room, by) -> None:
    """Take away a venue without rooms, or a room that no group and no session has had.

    Raises ValidationError where something stands on it.
    """
    authorize(places.can_keep_registers, by)
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    record(f"{row._meta.model_name}.remove", by=by, on=row)
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(_("It is in use and stays in the register.")) from error
