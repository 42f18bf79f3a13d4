"""Sessions in time, for whoever may see them."""

from datetime import date, datetime, time

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from groups import words
from groups.calendar import Entry
from groups.choices import GroupState
from groups.models import Session, SupportGroup
from groups.schedule import STOCKHOLM
from groups.titles import office_title


def calendar_entries(user, begins: date, ends: date) -> list[Entry]:
    """Return the sessions from one local date to the day before another that ``user`` may see."""
    span = days(begins, ends)
    sessions = (
        Session.objects.filter(
            during__overlap=span, group__in=SupportGroup.objects.in_calendar_of(user)
        )
        .select_related("group", "room__venue")
        .prefetch_related("group__hosting_districts")
    )
    return [_entry(session) for session in sessions]


def days(begins: date, ends: date) -> DateTimeTZRange:
    """Return the time from one local midnight to another, the second day not included."""
    return DateTimeTZRange(_midnight(begins), _midnight(ends))


def detail_of(session: Session) -> str:
    """Return *16–17.30, Huset, Stora rummet*."""
    begins = session.during.lower.astimezone(STOCKHOLM)
    ends = session.during.upper.astimezone(STOCKHOLM)
    hours = f"{words.clock(begins)}–{words.clock(ends)}"
    return f"{hours}, {session.room}" if session.room else hours


def _entry(session: Session) -> Entry:
    group = session.group
    return Entry(
        begins=session.during.lower.astimezone(STOCKHOLM),
        ends=session.during.upper.astimezone(STOCKHOLM),
        title=office_title(group),
        url=reverse("groups:office_detail", args=[group.slug]),
        detail=detail_of(session),
        is_cancelled=not session.active,
        is_draft=group.state == GroupState.DRAFT,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, STOCKHOLM)
