"""Dates as exact as their source: a day, a month or a year. No database and no clock."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli",
    "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date of which perhaps only the month or the year is known; never completed by guessing."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month")
        _ = self.first_day  # refuses 31 February

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date written as ISO 8601: 2006, 2006-04 or 2006-06-13. Raises ValueError."""
        match = ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a year, a month or a day")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def on(cls, day: date) -> "PartialDate":
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """Return the first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """Return the last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def following(self) -> "PartialDate":
        """Return the day after it, or the month or year after it where no more is known."""
        after = self.last_day + timedelta(days=1)
        return PartialDate(after.year, self.month and after.month, self.day and after.day)

    @property
    def a_year_later(self) -> "PartialDate":
        """Return it a year later; of the last day of February the last day."""
        is_last = self.day is not None and (self.month, self.following.month) == (2, 3)
        day = monthrange(self.year + 1, 2)[1] if is_last else self.day
        return PartialDate(self.year + 1, self.month, day)

    @property
    def iso(self) -> str:
        """Return it as ISO 8601 of the same precision."""
        if self.month is None:
            return f"{self.year:04}"
        return self.first_day.isoformat()[: 7 if self.day is None else 10]

    def __str__(self):
        """Return it as a board paper writes it: 2006, april 2006 or 2006-06-13."""
        if self.month is not None and self.day is None:
            return f"{MONTHS[self.month - 1]} {self.year}"
        return self.iso


def first_day_of(known: Any) -> date | None:
    """Return the first day that a column's date may be of; None where nothing is known."""
    return known.first_day if known else None
