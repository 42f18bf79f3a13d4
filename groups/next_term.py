"""When a group that continues begins again. Pure: a day and a term in, a day out."""

from datetime import date, timedelta

from groups.choices import Season
from groups.terms import Term

# A term's groups begin some weeks after the schools do; these are the first possible days.
TERM_BEGINS = {Season.SPRING: (1, 15), Season.AUTUMN: (8, 25)}
LATEST = timedelta(weeks=8)  # a group that began later in its term was an exception


def term_after(term: Term, today: date) -> Term:
    """Return the first term after ``term`` whose beginning is still to come."""
    following = term.after(1)
    while begins_on(following) <= today:
        following = following.after(1)
    return following


def first_day(first_on: date, weekday: int, term: Term, following: Term) -> date:
    """Return a day on ``weekday`` as many weeks into the ``following`` term as it was into its own.

    A closed day is left to whoever makes the sessions: they skip it.
    """
    into = min(max(first_on - begins_on(term), timedelta(0)), LATEST)
    about = begins_on(following) + into
    return about + timedelta(days=(weekday - about.weekday()) % 7)


def begins_on(term: Term) -> date:
    """Return the first day on which groups of the term begin."""
    return date(term.year, *TERM_BEGINS[term.season])
