"""The pages about districts and organisations: looking up, no person in sight."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from barnstod.security.access import allow
from barnstod.web.downloads import table_file
from districts import exporting, policies, queries
from districts.choices import Region
from districts.models import Organisation


@require_safe
@allow(policies.can_read_places)
def district_list(request):
    today = timezone.localdate()
    day = _day_of(request.GET.get("dag", ""), today)
    rows = queries.districts_with_history(day)
    shows_liaisons = day == today and policies.can_reach_liaisons(request.user)
    if shows_liaisons:
        rows = queries.with_liaisons(rows, today)
    context = {
        "day": day,
        "is_today": day == today,
        "number": len(rows),
        "shows_liaisons": shows_liaisons,
        "regions": [
            (region.label, [row for row in rows if row.region == region]) for region in Region
        ],
    }
    return render(request, "districts/district_list.html", context)


@require_safe
@allow(policies.can_read_places)
def organisation_list(request):
    shows_liaisons = policies.can_reach_liaisons(request.user)
    context = {
        "organisations": _organisations(shows_liaisons),
        "shows_liaisons": shows_liaisons,
        "may_edit": policies.can_keep_registers(request.user),
    }
    return render(request, "districts/organisation_list.html", context)


@require_safe
@allow(policies.can_read_places)
def organisation_file(request, kind):
    """Give the list as a file, with no more than the screen shows this reader."""
    shows = policies.can_reach_liaisons(request.user)
    headings = exporting.organisation_headings(shows_liaisons=shows)
    lines = exporting.organisation_lines(_organisations(shows), shows_liaisons=shows)
    return table_file(kind, "organisationer", headings, lines)


def _organisations(shows_liaisons: bool) -> list[Organisation]:
    organisations = list(Organisation.objects.select_related("parent"))
    if shows_liaisons:
        queries.with_liaisons(organisations, timezone.localdate())
    return organisations


def _day_of(text: str, today: date) -> date:
    """Return the day written as 2006-06-01, or today for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
