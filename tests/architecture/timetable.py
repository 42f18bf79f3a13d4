"""The addresses of the calendar: an example of each, and the roles that may use it."""

from datetime import timedelta

from django.utils import timezone

from barnstod.accounts.choices import Role
from tests.factories.closures import SchoolBreakFactory
from tests.factories.groups import SessionFactory, two_hours_from

COORDINATOR = {Role.COORDINATOR}
CALENDAR = {Role.COORDINATOR, Role.HEAD, Role.LEADER, Role.SOCIAL_WORKER}


def _session(world):
    soon = timezone.now() + timedelta(days=30)
    during = two_hours_from(soon)
    session = world.group.sessions.last() or SessionFactory(group=world.group, during=during)
    return {"slug": world.group.slug, "number": session.number}


def _break(world):
    return {"pk": SchoolBreakFactory().pk}


EXAMPLES = {
    "groups:break_change": _break,
    "groups:break_remove": _break,
    "groups:personal_feed": lambda world: {"token": "unknown"},
    "groups:session_cancel": _session,
    "groups:session_leaders": _session,
    "groups:session_move": _session,
}
OFFICE = {
    "groups:break_change": COORDINATOR,
    "groups:break_remove": COORDINATOR,
    "groups:breaks": COORDINATOR,
    "groups:breaks_fill": COORDINATOR,
    "groups:calendar": CALENDAR,
    "groups:calendar_events": CALENDAR,
    "groups:session_cancel": COORDINATOR,  # and leaders, of their own drafts
    "groups:session_leaders": COORDINATOR,
    "groups:session_move": COORDINATOR,
    "groups:subscribe": CALENDAR,
    "groups:term_pdf": CALENDAR,
    "groups:term_plan": CALENDAR,
}
