"""*I kväll*: what a leader must know before the children come, and what to do in earnest."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from barnstod.security.access import allow
from barnstod.web.htmx import render_part
from groups.clashes import describe
from groups.titles import office_title
from referrals import policies, queries
from referrals.roll import card_key
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
    """The children of one session. An open page asks twice a minute what stands: as long as it is
    what the page shows, no name is read again."""
    session = session_or_404(request.user, slug, number)
    children = queries.children_at(session, request.user)
    stands = card_key(str(session.uid), ",".join(child.card_key for child in children))
    if request.htmx and request.GET.get("visar") == stands:
        return HttpResponse(status=204)
    cards = cards_of(request.user, session, children)
    context = about(session) | {"cards": cards, "stands": stands}
    return render_part(request, "referrals/tonight.html", "children", context)
