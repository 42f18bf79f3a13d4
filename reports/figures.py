"""The computed figures: what each counts, in plain words, and the query that counts it.

Pages, CSV and papers all take their figures from here. Names and definitions are printed on board
papers, which exist in Swedish only. A figure of children has no parts: the city's total alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from groups.choices import CURRENT, GroupState, Need
from groups.models import SupportGroup
from referrals.choices import State as ReferralState
from referrals.models import Referral
from reports.choices import FactKind, Unit
from reports.documents import COMPUTED
from reports.tables import FEWEST_CHILDREN, Column, Row, Table, children, number

NEEDS = {
    Need.SUBSTANCE_USE: "Missbruk",
    Need.MENTAL_ILLNESS: "Psykisk ohälsa",
    Need.FAMILY_VIOLENCE: "Våld",
}
REACHED = (ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.DISCONTINUED)
UNITS = {Unit.GROUPS: "grupper", Unit.SEATS: "platser", Unit.CHILDREN: "barn"}


@dataclass(frozen=True)
class Figure:
    """One figure: its words, its unit, the time it is of, and how it is counted on a local day."""

    code: str
    name: str
    definition: str
    unit: Unit
    time: str  # "{day}" and "{year}" are filled in
    count: Callable[[date], int]
    count_by_need: Callable[[date], dict[str, int]] | None = None

    def __post_init__(self):
        if self.unit == Unit.CHILDREN and self.count_by_need:
            raise ValueError(f"{self.code}: children are counted for the whole city only")

    def time_on(self, day: date) -> str:
        return self.time.format(day=day, year=day.year)

    def shown(self, value: int) -> str:
        return children(value) if self.unit == Unit.CHILDREN else number(value)

    def known(self, value: int) -> int | None:
        """Return the value if it may be known, None for a number of children that is hidden."""
        hidden = self.unit == Unit.CHILDREN and 0 < value < FEWEST_CHILDREN
        return None if hidden else value


def groups(*states, this_year=False) -> Callable[[date], int]:
    return lambda day: _groups(states, day if this_year else None).count()


def groups_by_need(*states, this_year=False) -> Callable[[date], dict[str, int]]:
    def count(day: date) -> dict[str, int]:
        wanted = {need: Count("pk", filter=Q(needs__contains=[need])) for need in NEEDS}
        return _groups(states, day if this_year else None).aggregate(**wanted)

    return count


def seats(expression) -> Callable[[date], int]:
    def count(day: date) -> int:
        return _groups(CURRENT).aggregate(sum=Sum(expression, default=0))["sum"]

    return count


def referrals(*states, this_year=False) -> Callable[[date], int]:
    def count(day: date) -> int:
        found = Referral.objects.filter(state__in=states)
        return (found.filter(group__year=day.year) if this_year else found).count()

    return count


def _groups(states, year_of: date | None = None):
    found = SupportGroup.objects.filter(state__in=states)
    return found.filter(year=year_of.year) if year_of else found


FIGURES = (
    Figure(
        "groups_planned",
        "Planerade grupper",
        "Grupper som är publicerade och ännu inte har börjat.",
        Unit.GROUPS,
        "{day}",
        groups(GroupState.PLANNED),
        groups_by_need(GroupState.PLANNED),
    ),
    Figure(
        "groups_running",
        "Pågående grupper",
        "Grupper som har börjat och ännu inte är genomförda.",
        Unit.GROUPS,
        "{day}",
        groups(GroupState.RUNNING),
        groups_by_need(GroupState.RUNNING),
    ),
    Figure(
        "groups_completed",
        "Genomförda grupper",
        "Grupper med termin under året som är genomförda.",
        Unit.GROUPS,
        "år {year}",
        groups(GroupState.COMPLETED, this_year=True),
        groups_by_need(GroupState.COMPLETED, this_year=True),
    ),
    Figure(
        "seats",
        "Platser",
        "Alla platser i planerade och pågående grupper.",
        Unit.SEATS,
        "{day}",
        seats(F("capacity")),
    ),
    Figure(
        "seats_taken",
        "Tagna platser",
        "Platser i planerade och pågående grupper där någon har tackat ja.",
        Unit.SEATS,
        "{day}",
        seats(F("places_taken")),
    ),
    Figure(
        "seats_left",
        "Lediga platser",
        "Platser i planerade och pågående grupper som varken är tagna eller erbjudna.",
        Unit.SEATS,
        "{day}",
        seats(F("capacity") - F("places_taken") - F("places_held")),
    ),
    Figure(
        "children_waiting",
        "Barn som väntar på plats",
        "Förfrågningar i hela staden som står på väntelistan. Vilande räknas inte.",
        Unit.CHILDREN,
        "{day}",
        referrals(ReferralState.WAITING),
    ),
    Figure(
        "children_reached",
        "Barn som har börjat i en grupp",
        "Barn i hela staden som har varit med minst en gång i en grupp med termin under året.",
        Unit.CHILDREN,
        "år {year}",
        referrals(*REACHED, this_year=True),
    ),
)


def computed_tables(day: date) -> list[Table]:
    """Count all figures as they are now and return them as tables of the local day ``day``."""
    counted = {figure: figure.count(day) for figure in FIGURES}
    return [
        Table(
            place=COMPUTED,
            kind=FactKind.COMPUTED,
            caption="Nyckeltal för hela staden",
            columns=(
                Column("Nyckeltal"),
                Column("Värde", "num"),
                Column("Enhet"),
                Column("Tid", "short"),
            ),
            rows=tuple(
                Row(
                    (figure.name, figure.shown(value), UNITS[figure.unit], figure.time_on(day)),
                    figure.code,
                    figure.definition,
                    figure.known(value),
                )
                for figure, value in counted.items()
            ),
            notes=(f"Ett antal barn under {FEWEST_CHILDREN} skrivs ut som färre än "
                   f"{FEWEST_CHILDREN}.",),
        ),
        Table(
            place=COMPUTED,
            kind=FactKind.COMPUTED,
            caption="Grupper efter behov",
            columns=(
                Column("Grupper"),
                *(Column(name, "num") for name in NEEDS.values()),
                Column("Alla grupper", "num"),
                Column("Tid", "short"),
            ),
            rows=tuple(
                _by_need(figure, figure.count_by_need(day), value, day)
                for figure, value in counted.items()
                if figure.count_by_need
            ),
            notes=(
                "En grupp för flera behov räknas under vart och ett av dem, men en gång bland "
                "alla grupper.",
            ),
        ),
    ]  # fmt: skip


def _by_need(figure: Figure, parts: dict[str, int], total: int, day: date) -> Row:
    cells = [number(parts[need]) for need in NEEDS]
    return Row(
        (figure.name, *cells, number(total), figure.time_on(day)),
        f"{figure.code}_by_need",
        value=total,
    )
