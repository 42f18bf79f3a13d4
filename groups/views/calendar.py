"""The calendar of the office: one month as a grid, and the same as a list."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from barnstod.security.access import allow
from groups import calendar, policies, queries


@require_safe
@allow(policies.can_see_calendar)
def month(request):
    today = timezone.localdate()
    first = calendar.month_asked(request.GET.get("manad", ""), today)
    entries = queries.calendar_entries(request.user, *calendar.span(first))
    weeks = calendar.weeks(first, entries, today)
    context = {
        "first": first,
        "previous": calendar.month_after(first, -1),
        "following": calendar.month_after(first, 1),
        "weeks": weeks,
        "weekdays": [day.date for day in weeks[0].days],
        "busy_days": [
            (week.number, day)
            for week in weeks
            for day in week.days
            if day.entries and day.is_in_month
        ],
        "today": today,
    }
    return render(request, "groups/calendar.html", context)
