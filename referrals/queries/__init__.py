"""What the pages of this app ask the database."""

from referrals.queries.amendments import changes_of
from referrals.queries.calls import by_words, call_rows, unread, waiting_calls
from referrals.queries.doubles import doubles_of, doubles_of_rows
from referrals.queries.early import early_warning
from referrals.queries.evenings import evenings
from referrals.queries.families import barred, family_of, other_case
from referrals.queries.lists import case_rows, cases, children_of, find, state_for, where_lives
from referrals.queries.log import log_lines, log_of_case, log_of_person
from referrals.queries.protected import protected_aliases_in, protected_cases
from referrals.queries.roll import children_at, comings_of, sessions_for, sessions_on
from referrals.queries.talks import talks_in
from referrals.queries.to_do import agenda
from referrals.queries.units import officers_of, units_of
from referrals.queries.waiting import (
    current_groups,
    waiting_for,
    waiting_for_none,
    waiting_in,
)

__all__ = [
    "agenda",
    "barred",
    "by_words",
    "call_rows",
    "case_rows",
    "cases",
    "changes_of",
    "children_at",
    "children_of",
    "comings_of",
    "current_groups",
    "doubles_of",
    "doubles_of_rows",
    "early_warning",
    "evenings",
    "family_of",
    "find",
    "log_lines",
    "log_of_case",
    "log_of_person",
    "officers_of",
    "other_case",
    "protected_aliases_in",
    "protected_cases",
    "sessions_for",
    "sessions_on",
    "state_for",
    "talks_in",
    "units_of",
    "unread",
    "waiting_calls",
    "waiting_for",
    "waiting_for_none",
    "waiting_in",
    "where_lives",
]
