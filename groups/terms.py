"""Terms: spring to the end of June, autumn from July. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from groups.choices import Season

CODES = {"vt": Season.SPRING, "ht": Season.AUTUMN}
FIRST_CENTURY = 2000  # of the two figures in a code


@dataclass(frozen=True, order=True)
class Term:
    """One half of a year; terms sort in time, because the code of spring is set before autumn."""

    year: int
    half: int  # 0 spring, 1 autumn

    @classmethod
    def of(cls, year: int, season: str) -> "Term":
        return cls(year, 0 if season == Season.SPRING else 1)

    @classmethod
    def on(cls, day: date) -> "Term":
        """Return the term that the local ``day`` lies in; the summer belongs to both halves."""
        return cls(day.year, 0 if day.month <= 6 else 1)

    @classmethod
    def from_code(cls, code: str) -> "Term | None":
        """Return the term of ``vt27`` or ``ht26``, or None for anything else."""
        season, year = CODES.get(code[:2]), code[2:]
        if season is None or len(year) != 2 or not (year.isascii() and year.isdigit()):
            return None
        return cls.of(FIRST_CENTURY + int(year), season)

    @property
    def season(self) -> Season:
        return Season.AUTUMN if self.half else Season.SPRING

    @property
    def code(self) -> str:
        return f"{'ht' if self.half else 'vt'}{self.year % 100:02}"

    def after(self, terms: int) -> "Term":
        """Return the term so many terms later, or earlier for a negative number."""
        halves = self.year * 2 + self.half + terms
        return Term(halves // 2, halves % 2)

    def __str__(self):
        """Return the words for a family: *våren 2027*."""
        words = _("the autumn of %(year)s") if self.half else _("the spring of %(year)s")
        return words % {"year": self.year}
