"""When a group that continues begins again: on the same weekday, and still to come."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.next_term import LATEST, begins_on, first_day, term_after
from groups.terms import Term

DAYS = st.dates(date(2020, 1, 1), date(2050, 1, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(first_on=DAYS, today=DAYS)
def test_next_term_is_later_still_to_come_and_on_the_same_weekday(first_on, today):
    term = Term.on(first_on)

    following = term_after(term, today)
    first = first_day(first_on, first_on.weekday(), term, following)

    assert following > term
    assert begins_on(following) > today
    assert first.weekday() == first_on.weekday()
    assert begins_on(following) <= first <= begins_on(following) + LATEST + timedelta(days=6)


def test_autumn_group_that_began_two_weeks_in_begins_two_weeks_into_the_spring():
    assert first_day(date(2026, 9, 8), 1, Term(2026, 1), Term(2027, 0)) == date(2027, 2, 2)


def test_term_that_has_begun_is_passed_over():
    assert term_after(Term(2026, 0), date(2026, 11, 22)) == Term(2027, 0)
    assert term_after(Term(2026, 1), date(2026, 11, 22)) == Term(2027, 0)
