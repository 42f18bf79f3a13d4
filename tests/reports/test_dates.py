"""Dates are printed as exact as their source, and never completed."""

from datetime import date

import pytest

from reports.dates import PartialDate


@pytest.mark.parametrize(
    ("iso", "printed", "first_day"),
    [
        ("2007", "2007", date(2007, 1, 1)),
        ("2006-04", "april 2006", date(2006, 4, 1)),
        ("2006-06-13", "2006-06-13", date(2006, 6, 13)),
        ("2011-05", "maj 2011", date(2011, 5, 1)),
    ],
)
def test_date_keeps_its_precision(iso, printed, first_day):
    found = PartialDate.parse(iso)

    assert (found.iso, str(found), found.first_day) == (iso, printed, first_day)


@pytest.mark.parametrize(
    "text", ["", "06", "2006-13", "2006-02-30", "2006-4", "april 2006", "2006-06-13T10"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="without a month"):
        PartialDate(2006, None, 13)


@pytest.mark.parametrize(
    ("end", "begin", "next_end"),
    [
        ("2007-06-30", "2007-07-01", "2008-06-30"),
        ("2026-12-31", "2027-01-01", "2027-12-31"),
        ("2027-02-28", "2027-03-01", "2028-02-29"),
        ("2028-02-29", "2028-03-01", "2029-02-28"),
        ("2026-12", "2027-01", "2027-12"),
        ("2026", "2027", "2027"),
    ],
)
def test_the_next_year_begins_the_day_after(end, begin, next_end):
    found = PartialDate.parse(end)

    assert (found.following.iso, found.a_year_later.iso) == (begin, next_end)
