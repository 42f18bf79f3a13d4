"""What the sources state, as tables: each figure with its date, scope, district set and source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from districts.models import District
from groups.choices import Audience, Need
from reports.choices import FactKind
from reports.models import Report, StatedFigure, StatedOffer
from reports.tables import NOT_STATED, Column, Row, Table, amount, number

AUDIENCES = {
    Audience.CHILDREN: "barn",
    Audience.TEENAGERS: "tonåringar",
    Audience.PARENTS: "föräldrar",
    Audience.RELATIVES: "anhöriga",
}
NEEDS = {
    Need.SUBSTANCE_USE: "alkohol- eller drogproblem",
    Need.MENTAL_ILLNESS: "psykiska problem",
    Need.FAMILY_VIOLENCE: "familjevåld",
}


@dataclass(frozen=True)
class DistrictSet:
    """How the city was divided from one day to another; no end means until today."""

    count: int
    since: date
    until: date | None

    def __str__(self):
        if self.until is None:
            return f"{self.count} stadsdelsområden sedan {self.since}"
        return f"{self.count} stadsdelsområden {self.since} – {self.until}"


def district_set(on: date) -> DistrictSet:
    """Return the division of the city that was valid on the local day ``on``."""
    districts = list(District.objects.valid_on(on))
    return DistrictSet(
        count=len(districts),
        since=max(district.valid_from for district in districts),
        until=min((district.valid_to for district in districts if district.valid_to), default=None),
    )


def district_sets(period_from: date, period_to: date) -> Iterator[DistrictSet]:
    """Yield each division that was valid in the period, the oldest first."""
    day: date | None = period_from
    while day and day <= period_to:
        found = district_set(day)
        yield found
        day = found.until and found.until + timedelta(days=1)


def coverage_table(figures: list[StatedFigure], report: Report) -> Table:
    """Print each figure with the division of its own day; across a merger, say both."""
    sets = [str(found) for found in district_sets(report.period_from, report.period_to)]
    notes = [
        "Uppgifterna räknar olika saker och kan inte jämföras rakt av: den från april 2006 gäller "
        "egna stödgrupper oavsett behov, den från 2007 kräver grupper för alla tre behoven."
    ]
    if len(sets) > 1:
        notes.append(f"Rapportens period omfattar flera indelningar: {'; '.join(sets)}.")
    return Table(
        place="",
        kind=FactKind.STATED,
        caption="Stödgrupper i stadsdelarna",
        columns=(
            Column("Uppgift"),
            Column("Antal", "num"),
            Column("Tid", "short"),
            Column("Stadsdelarna då"),
            Column("Källa"),
        ),
        rows=tuple(
            figure_row(
                figure,
                str(district_set(figure.district_set_on)) if figure.district_set_on else NOT_STATED,
                figure.source.short,
            )
            for figure in figures
        ),
        notes=tuple(notes),
    )


def training_table(figures: list[StatedFigure]) -> Table:
    total = sum(figure.value for figure in figures)
    return Table(
        place="",
        kind=FactKind.STATED,
        caption="Deltagare i utbildningar under projektet Barnstöd Stockholm",
        columns=(Column("Utbildning"), Column("Deltagare", "num"), Column("Tid", "short")),
        rows=tuple(figure_row(figure) for figure in figures),
        total=Row(("Summa, beräknad", number(total), ""), "training-sum", value=float(total)),
        notes=("Samma person kan förekomma flera gånger.",),
    )


def figure_table(figures: list[StatedFigure], caption: str) -> Table:
    return Table(
        place="",
        kind=FactKind.STATED,
        caption=caption,
        columns=(Column("Uppgift"), Column("Värde", "num"), Column("Tid", "short")),
        rows=tuple(figure_row(figure) for figure in figures),
    )


def figure_row(figure: StatedFigure, *more: str) -> Row:
    """Return name, value and time of a figure, in the source's own words where it gives some."""
    value = figure.wording or amount(figure.value, figure.of, figure.unit)
    return Row(
        cells=(figure.name, value, str(figure.on or NOT_STATED), *more),
        code=figure.code,
        detail=figure.scope,
        value=float(figure.value),
        source=str(figure.source),
    )


def offer_table(need: Need, offers: list[StatedOffer]) -> Table:
    return Table(
        place="",
        kind=FactKind.STATED,
        caption=f"Grupper våren 2007: {NEEDS[need]}",
        columns=(
            Column("Anordnare"),
            Column("För"),
            Column("Antal grupper", "num"),
            Column("Tid", "short"),
            Column("Metod"),
        ),
        rows=tuple(
            Row(
                cells=(
                    offer.organisation.name,
                    AUDIENCES[Audience(offer.audience)],
                    "antal ej angivet" if offer.groups is None else number(offer.groups),
                    offer.period,
                    offer.programme.name if offer.programme else NOT_STATED,
                ),
                code=f"{offer.organisation.code}-{offer.audience}",
                value=offer.groups,
                source=str(offer.source),
            )
            for offer in offers
            if offer.need == need
        ),
    )
