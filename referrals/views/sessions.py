"""Moving and cancelling sessions that children come to, one of them or the whole plan."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from groups.clashes import describe
from groups.forms.sessions import CancelForm
from groups.models import Session
from groups.queries import editable_by
from groups.views.planning import edit_page
from groups.views.sessions import move_page, session_or_404
from referrals import policies
from referrals.services.sessions import cancel_session as cancel
from referrals.services.sessions import change_plan
from referrals.services.sessions import move_session as move
from referrals.views.answers import REFUSALS, words_of


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def cancel_session(request, slug, number):
    """Ask why; then cancel, and tell leaders and senders that there is something to read."""
    rows = Session.objects.visible_to(request.user).select_related("group", "room__venue")
    session = get_object_or_404(rows, group__slug=slug, number=number)
    form = CancelForm(request.POST or None, initial={"seen": session.sequence})
    if request.method == "POST" and form.is_valid():
        try:
            cancel(session=session, by=request.user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(
                request,
                _("The session is cancelled. Leaders and senders are told that there is news."),
            )
            return redirect(session.group)
    context = {"session": session, "title": describe(session), "form": form}
    return render(request, "referrals/session_cancel.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def move_session(request, slug, number):
    """The page of the groups, with leaders and senders told that there is something to read."""
    moved = _("The session is moved. Leaders and senders are told that there is news.")
    return move_page(request, session_or_404(request.user, slug, number), move, moved)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def edit_plan(request, slug):
    """The form of the groups, with senders told that there is something to read."""
    group = get_object_or_404(editable_by(request.user), slug=slug)
    return edit_page(request, group, change_plan)
