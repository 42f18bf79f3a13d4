"""The lists of the office as files: what the screen shows, for a spreadsheet."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from barnstod.security.access import allow
from barnstod.web.downloads import table_file
from groups import policies, queries
from groups.columns import headings
from groups.queries import exporting


@require_safe
@allow(policies.can_see_groups)
def groups(request, kind):
    """Give the part of the list that the screen shows, all its pages."""
    shelf = queries.shelf_for(request.user, request.GET.get("visa", ""))
    lines = list(exporting.group_lines(shelf, request.user))
    return table_file(kind, "grupper", headings(), lines)


@require_safe
@allow(policies.can_read_venues)
def venues(request, kind):
    """Give the register of venues, a line for each room."""
    lines = list(exporting.venue_lines())
    return table_file(kind, "lokaler", exporting.venue_headings(), lines)


@require_safe
@allow(policies.can_see_all_groups)
def leaders(request, kind):
    """Give the register of leaders; ``tidigare`` asks for those who have left as well."""
    former = "tidigare" in request.GET
    lines = list(exporting.leader_lines(request.user, timezone.localdate(), former=former))
    return table_file(kind, "gruppledare", exporting.leader_headings(), lines)
