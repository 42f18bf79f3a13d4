"""A term's groups with their sessions, for the plan on one sheet."""

from collections import defaultdict

from django.db.models import Q

from groups import words
from groups.choices import GroupState
from groups.closures import closed_days
from groups.models import Session, SupportGroup
from groups.rescheduling import Slot
from groups.services.sessions import slot_of
from groups.term_plan import Line, Meeting, Sheet, sheets
from groups.terms import Term
from groups.titles import office_hours, office_title


def term_sheets(user, term: Term, number: int = 1) -> list[Sheet]:
    """Return the plan of the term as ``user`` may see it, on so many sheets; five queries.

    Where a group about violence meets is not printed: paper hangs on walls and lies in bags.
    """
    sessions = Session.objects.visible_to(user).filter(
        ~Q(group__state=GroupState.CANCELLED), group__year=term.year, group__season=term.season
    )
    meetings = defaultdict(list)
    for session in sessions:
        meetings[session.group_id].append(session)
    groups = (
        SupportGroup.objects.select_related("room__venue")
        .prefetch_related("hosting_districts")
        .filter(pk__in=meetings)
    )
    lines = [_line(group, meetings[group.pk]) for group in sorted(groups, key=_order)]
    days = [meeting.day for line in lines for meeting in line.meetings]
    closed = closed_days(min(days), max(days)) if days else {}
    return sheets(lines, closed, number)


def _line(group: SupportGroup, sessions: list[Session]) -> Line:
    return Line(
        title=office_title(group),
        usually=office_hours(group),
        place="" if group.needs_extra_care or not group.room else str(group.room),
        meetings=[_meeting(group, slot_of(session), session.active) for session in sessions],
    )


def _meeting(group: SupportGroup, slot: Slot, active: bool) -> Meeting:
    usual = (group.weekday, group.starts_at, group.ends_at)
    is_usual = (slot.day.weekday(), slot.starts_at, slot.ends_at) == usual
    return Meeting(slot.day, is_usual, not active)


def _order(group: SupportGroup):
    weekday = 7 if group.weekday is None else group.weekday
    begins = words.clock(group.starts_at) if group.starts_at else ""
    return weekday, begins, office_title(group), group.slug
