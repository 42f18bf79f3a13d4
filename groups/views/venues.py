"""The register of venues: the list, one house with its rooms, and the forms of both."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security.access import allow
from barnstod.web.saving import saved
from districts import policies as places
from groups import policies
from groups.forms.venues import RoomForm, VenueForm
from groups.models import Room, Venue
from groups.queries import venues as queries
from groups.queries.calendar import hours
from groups.schedule import STOCKHOLM
from groups.services import venues as services
from groups.titles import office_title


@require_safe
@allow(policies.can_read_venues)
def venue_list(request):
    context = {
        "venues": queries.venues(),
        "may_edit": places.can_keep_registers(request.user),
    }
    return render(request, "groups/venue_list.html", context)


@require_safe
@allow(policies.can_read_venues)
def venue_detail(request, pk):
    venue = get_object_or_404(queries.venue_with_rooms(), pk=pk)
    sessions = queries.next_sessions(venue, request.user)
    context = {
        "venue": venue,
        "sessions": [(one, *_when(one), office_title(one.group)) for one in sessions],
        "may_edit": places.can_keep_registers(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "groups/venue_detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(places.can_keep_registers)
def venue_create(request):
    return _venue_form(request, Venue(), _("New venue"), _crumbs(), None)


@require_http_methods(["GET", "POST"])
@allow(places.can_keep_registers)
def venue_edit(request, pk):
    venue = get_object_or_404(Venue, pk=pk)
    remove = _removal(
        reverse("groups:venue_remove", args=[pk]),
        _("Its rooms stand on it. It can be removed when it has none."),
        is_used=venue.rooms.exists(),
    )
    return _venue_form(request, venue, _("Change the venue"), _crumbs(venue), remove)


@require_POST
@allow(places.can_keep_registers)
def venue_remove(request, pk):
    venue = get_object_or_404(Venue, pk=pk)
    return _remove(request, venue, reverse("groups:venues"), venue)


@require_http_methods(["GET", "POST"])
@allow(places.can_keep_registers)
def room_create(request, pk):
    venue = get_object_or_404(Venue, pk=pk)
    return _room_form(request, Room(venue=venue), _("New room"), None)


@require_http_methods(["GET", "POST"])
@allow(places.can_keep_registers)
def room_edit(request, pk, room):
    room = _room(pk, room)
    remove = _removal(
        reverse("groups:room_remove", args=[pk, room.pk]),
        _("Groups have met there, or are to. Close it for new groups instead."),
        is_used=room.is_used,
    )
    return _room_form(request, room, _("Change the room"), remove)


@require_POST
@allow(places.can_keep_registers)
def room_remove(request, pk, room):
    room = _room(pk, room)
    return _remove(request, room, room.venue, room.venue)


def _remove(request, row, then, otherwise):
    try:
        services.remove(row=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(otherwise)
    messages.success(request, _("Removed."))
    return redirect(then)


def _venue_form(request, venue, title, crumbs, remove):
    form = VenueForm(request.POST or None, instance=venue)

    def write(**fields):
        return services.write_venue(venue=venue, by=request.user, **fields)

    is_known, address = bool(venue.pk), venue.address
    if written := saved(form, write):
        if is_known and written.address != address and services.groups_in(written).exists():
            messages.warning(
                request,
                _("Saved. The leaders of the groups there get a letter. Tell the families."),
            )
        else:
            messages.success(request, _("Saved."))
        return redirect(written)
    context = {"form": form, "title": title, "crumbs": crumbs, "remove": remove}
    return render(request, "form_page.html", context)


def _room_form(request, room, title, remove):
    form = RoomForm(request.POST or None, instance=room)

    def write(**fields):
        return services.write_room(room=room, by=request.user, **fields)

    was_step_free = bool(room.pk) and room.is_step_free
    if written := saved(form, write):
        if was_step_free and not written.is_step_free:
            messages.warning(request, _("Saved. Whoever cannot manage steps stands under To do."))
        else:
            messages.success(request, _("Saved."))
        return redirect(room.venue)
    context = {"form": form, "title": title, "crumbs": _crumbs(room.venue), "remove": remove}
    return render(request, "form_page.html", context)


def _removal(url, why_not, *, is_used):
    """Return what the page says of removing: how, or why it cannot be done."""
    if is_used:
        return {"url": "", "words": why_not}
    return {"url": url, "words": _("Nothing uses it. It cannot be brought back.")}


def _room(pk, room) -> Room:
    return get_object_or_404(queries.rooms().select_related("venue"), pk=room, venue=pk)


def _when(session):
    begins = session.during.lower.astimezone(STOCKHOLM)
    return begins, hours(begins, session.during.upper.astimezone(STOCKHOLM))


def _crumbs(venue=None):
    crumbs = [(_("Venues"), reverse("groups:venues"))]
    return [*crumbs, (venue.name, venue.get_absolute_url())] if venue else crumbs
