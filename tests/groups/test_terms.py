from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.choices import Season
from groups.terms import Term

TERMS = st.builds(Term, st.integers(2000, 2099), st.integers(0, 1))


@given(term=TERMS)
def test_code_of_a_term_gives_the_term_back(term):
    assert Term.from_code(term.code) == term
    assert Term.of(term.year, term.season) == term


@given(term=TERMS, steps=st.integers(-20, 20))
def test_terms_follow_one_another(term, steps):
    assert term.after(steps).after(-steps) == term
    assert (term.after(steps) > term) == (steps > 0)


@pytest.mark.parametrize("code", ["", "vt", "vt7", "vt2027", "xt27", "vtxx", "VT27", "vt٢٧", "h-1"])
def test_anything_else_is_no_term(code):
    assert Term.from_code(code) is None


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2027, 1, 1), Term.of(2027, Season.SPRING)),
        (date(2027, 6, 30), Term.of(2027, Season.SPRING)),
        (date(2027, 7, 1), Term.of(2027, Season.AUTUMN)),
        (date(2027, 12, 31), Term.of(2027, Season.AUTUMN)),
    ],
)
def test_day_lies_in_its_term(day, term):
    assert Term.on(day) == term
