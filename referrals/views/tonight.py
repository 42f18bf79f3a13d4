"""*I kväll*: what a leader must know before the children come, and what to do in earnest."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from barnstod.security.access import allow
from groups.clashes import describe
from groups.titles import office_title
from referrals import policies, queries
from referrals.views.at_session import about, cards_of, session_or_404


@require_GET
@allow(policies.can_see_children_of_groups)
def tonight_list(request):
    """The sessions of today; straight to it where there is one."""
    today = timezone.localdate()
    sessions = list(queries.sessions_on(request.user, today))
    if len(sessions) == 1:
        return redirect("referrals:tonight", sessions[0].group.slug, sessions[0].number)
    rows = [(one, describe(one, office_title(one.group))) for one in sessions]
    return render(request, "referrals/tonight_list.html", {"rows": rows})


@require_GET
@allow(policies.can_see_children_of_groups)
def tonight(request, slug, number):
    session = session_or_404(request.user, slug, number)
    children = queries.children_at(session, request.user)
    context = about(session) | {"cards": cards_of(request.user, session, children)}
    return render(request, "referrals/tonight.html", context)
