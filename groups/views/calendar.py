"""The calendar of the office: month, week or list, drawn by the server and dressed by a script."""

import secrets

from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from barnstod.security.access import allow
from barnstod.security.headers import CSP
from groups import calendar, policies
from groups.closures import closed_days
from groups.filters import CalendarChoice, selects_for
from groups.queries import calendar_entries

LONGEST = 100  # days that may be asked for at once; a month's grid has 42


@require_safe
@allow(policies.can_see_calendar)
def show(request):
    """Show a month, a week or a list, with the filters of the query string."""
    today, choice = timezone.localdate(), CalendarChoice.of(request.GET.dict())
    asked = request.GET.get
    period = calendar.period_asked(asked("vy", ""), asked("d", ""), today)
    entries = calendar_entries(request.user, *period.grid, choice.condition)
    closed = closed_days(period.grid[0], period.grid[1] - calendar.DAY)
    weeks = calendar.weeks(period, entries, closed, today)
    shown = [(week.number, day) for week in weeks for day in week.days if day.is_shown]
    context = {
        "period": period,
        "choice": choice,
        "query": f"&{choice.query}" if choice.query else "",
        "selects": selects_for(request.user, choice, period.first),
        "views": _views(period),
        "weeks": weeks,
        "weekdays": [day.date for day in weeks[0].days],
        "busy_days": [(number, day) for number, day in shown if day.entries],
        "closures": calendar.closures(
            {day: name for day, name in closed.items() if period.first <= day < period.end}
        ),
        "today": today,
        "now": timezone.localtime(),
        "hours": _hours(entries),
        "may_plan": policies.can_manage(request.user),
        "nonce": secrets.token_urlsafe(16),
    }
    response = render(request, "groups/calendar.html", context)
    # The script that draws the grid writes its style sheet itself, with a font of signs in it.
    response["Content-Security-Policy"] = (
        f"{CSP}; style-src 'self' 'nonce-{context['nonce']}'; font-src 'self' data:"
    )
    return response


@require_safe
@allow(policies.can_see_calendar)
def events(request):
    """Answer the grid with the same sessions as JSON: what happens from ``start`` to ``end``.

    This month, where neither is said.
    """
    month = calendar.period_asked("", "", timezone.localdate())
    start = calendar.day_of(request.GET.get("start", str(month.first)))
    end = calendar.day_of(request.GET.get("end", str(month.end)))
    if not start or not end or not 0 < (end - start).days <= LONGEST:
        return HttpResponseBadRequest()
    choice = CalendarChoice.of(request.GET.dict())
    entries = calendar_entries(request.user, start, end, choice.condition)
    closed = calendar.closures(closed_days(start, end - calendar.DAY))
    drawn = [_closure(closure) for closure in closed] + [_event(entry) for entry in entries]
    return JsonResponse(drawn, safe=False)


def _event(entry: calendar.Entry) -> dict:
    """Return the session in the words of the grid; times on the wall clock, without a zone."""
    return {
        "id": entry.key,
        "title": f"{entry.clock} {entry.told}",
        "start": f"{entry.begins:%Y-%m-%dT%H:%M:%S}",
        "end": f"{entry.ends:%Y-%m-%dT%H:%M:%S}",
        "url": entry.url,
        "classNames": ["cal-item", entry.tone],
        "editable": bool(entry.move_url) and not entry.is_cancelled,
        "extendedProps": {"detail": entry.detail, "move": entry.move_url},
    }


def _closure(closure: calendar.Closure) -> dict:
    return {
        "title": closure.name,
        "start": str(closure.first),
        "end": str(closure.last + calendar.DAY),
        "allDay": True,
        "editable": False,
        "classNames": ["cal-closed"],
    }


def _views(period) -> list[tuple[str, str, bool]]:
    words = {
        calendar.MONTH_VIEW: _("Month"),
        calendar.WEEK_VIEW: _("Week"),
        calendar.LIST_VIEW: _("List"),
    }
    return [(view, words[view], view == period.view) for view in calendar.VIEWS]


def _hours(entries) -> tuple[str, str]:
    """Return the hours that a week's grid shows: from ten to eight in the evening, or wider."""
    first = min([10, *(entry.begins.hour for entry in entries)])
    last = max([20, *(entry.ends.hour + 1 for entry in entries)])
    return f"{first:02}:00", f"{last:02}:00"
