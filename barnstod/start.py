"""The start page of the office, *Att göra*: what needs me today, from every app."""

from django.shortcuts import render

import districts.queries
import groups.queries
import referrals.queries
import reports.queries
from barnstod.security.access import allow

SOURCES = (referrals.queries, groups.queries, reports.queries, districts.queries)
URGENCY = {"now": 0, "soon": 1, "info": 2}


def works_here(user):
    """Whoever holds any role has a start page."""
    return bool(user.roles)


@allow(works_here)
def start(request):
    items = [item for source in SOURCES for item in source.agenda(request.user)]
    items.sort(key=lambda item: (URGENCY[item.urgency], item.due_on is None, item.due_on))
    return render(request, "start.html", {"items": items})
