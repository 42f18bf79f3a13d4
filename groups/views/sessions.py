"""Moving and cancelling one session, and who leads it: first what would happen, then the deed."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow, authorize
from groups import policies
from groups.clashes import absences, clashes, describe
from groups.closures import closed_days
from groups.exceptions import GroupRefusal
from groups.forms.sessions import CancelForm, LeadersForm, MoveForm, as_fields, dropped_at
from groups.models import Session
from groups.partners import children_come_to
from groups.services import sessions
from groups.services.standing_in import choose_leaders
from groups.titles import office_title


@require_http_methods(["GET", "POST"])
@allow(policies.can_plan_sessions)
def session_move(request, slug, number):
    """Show the form; with a time in the address, also what would happen; with POST, do it.

    Dragging a session in the calendar comes here with ``?till=``, and decides nothing by itself.
    """
    session = session_or_404(request.user, slug, number)
    if children_come_to(session.group):
        above = reverse("referrals:move_session", args=[slug, number])
        return redirect(f"{above}?{request.GET.urlencode()}", preserve_request=True)
    return move_page(request, session, sessions.move_session, _("The session is moved."))


def move_page(request, session, move: Callable, moved: str):
    """Answer a request to move ``session``; ``move`` does it, and ``moved`` then says so."""
    has_parallel = sessions.parallel_session(session) is not None
    form = MoveForm(
        _asked(request, session, has_parallel), session=session, has_parallel=has_parallel
    )
    context = {"form": form, "has_children": children_come_to(session.group), **_about(session)}
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                move(session=session, by=request.user, seen=form.cleaned_data["seen"], **form.wish)
                messages.success(request, moved)
                return redirect(_calendar_at(form.wish["to"].day))
            context |= _preview(session, form.wish)
            context["answers"] = [(field.html_name, field.value()) for field in form]
        except GroupRefusal as refusal:
            context["refusals"] = [refusal]
    return render(request, "groups/session_move.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_plan_sessions)
def session_cancel(request, slug, number):
    session = session_or_404(request.user, slug, number)
    if session.group.places_taken:  # there the children's senders are told too
        return redirect("referrals:cancel_session", slug, number)
    form = CancelForm(request.POST or None, initial={"seen": session.sequence})
    context = {"form": form, **_about(session)}
    if request.method == "POST" and form.is_valid():
        try:
            sessions.cancel_session(session=session, by=request.user, **form.cleaned_data)
        except GroupRefusal as refusal:
            context["refusals"] = [refusal]
        else:
            messages.success(request, _("The session is cancelled."))
            return redirect(_calendar_at(sessions.slot_of(session).day))
    return render(request, "groups/session_cancel.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_plan_sessions)
def session_leaders(request, slug, number):
    """Say who leads this one session, where somebody comes in a leader's place."""
    session = session_or_404(request.user, slug, number)
    form = LeadersForm(
        request.POST if request.method == "POST" else None, session=session, user=request.user
    )
    context = {"form": form, **_about(session)}
    if request.method == "POST" and form.is_valid():
        try:
            choose_leaders(session=session, leaders=form.leaders, by=request.user)
        except GroupRefusal as refusal:
            context["refusals"] = [refusal]
        else:
            messages.success(request, _("Saved. Who comes or goes has been told."))
            return redirect(session.group)
    return render(request, "groups/session_leaders.html", context)


def session_or_404(user, slug, number) -> Session:
    visible = Session.objects.visible_to(user).select_related(
        "group__parallel_group", "room__venue"
    )
    session = get_object_or_404(visible, group__slug=slug, number=number)
    authorize(policies.can_move_sessions, user, session.group)
    return session


def _asked(request, session, has_parallel):
    """Return what the form is bound to: what was posted, asked in the address, or dragged."""
    if request.method == "POST":
        return request.POST
    if "day" in request.GET:
        return request.GET
    slot = dropped_at(session, request.GET.get("till", ""))
    if slot is None:
        return None
    return as_fields(session, slot, has_parallel)


def _preview(session, wish) -> dict:
    """Return what a move would do, what stands in its way, and what to think of first."""
    shifts = sessions.plan_move(session=session, **wish)
    days = [shift.new.day for shift in shifts]
    closed = closed_days(min(days), max(days))
    return {
        "shifts": shifts,
        "refusals": clashes(shifts),
        "closed": [(day, closed[day]) for day in dict.fromkeys(days) if day in closed],
        "absences": absences(shifts),
    }


def _about(session) -> dict:
    name = office_title(session.group)
    return {
        "session": session,
        "title": describe(session, name),
        "refusals": [],
        "shifts": [],
        "crumbs": [
            (_("Calendar"), _calendar_at(sessions.slot_of(session).day)),
            (name, session.group.get_absolute_url()),
        ],
    }


def _calendar_at(day) -> str:
    return f"{reverse('groups:calendar')}?d={day}"
