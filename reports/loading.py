"""Loading of the facts of the source documents; may be run any number of times."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from districts.models import District, Organisation
from districts.services import keep, load_districts, load_organisations
from groups.models import Programme
from groups.services import load_programmes
from reports.data_files import by_code, number, partial, read
from reports.exceptions import FactsDisagree
from reports.grants.loading import load_grants, load_letters, load_parts
from reports.models import Source, StatedFigure, StatedOffer


@transaction.atomic
def load_facts() -> None:
    """Make sources, stated figures, stated offers, grants and letters what the data files say,
    with the districts, organisations and programmes that they name.

    Raises FactsDisagree if a figure counts another number of districts than there were that day.
    """
    load_districts()
    load_organisations()
    load_programmes()
    sources = load_sources()
    load_figures(sources)
    load_offers(sources)
    load_parts(load_grants(sources), sources)
    load_letters(sources)


def load_sources() -> dict[str, Source]:
    known = by_code(Source)
    return {
        row["code"]: keep(
            Source,
            known.get(row["code"]),
            code=row["code"],
            title=row["title"],
            short=row["short"],
            dated_on=partial(row["dated_on"]),
            registry_number=row["registry_number"],
        )
        for row in read("sources.csv")
    }


def load_figures(sources: dict[str, Source]) -> None:
    known = by_code(StatedFigure)
    for row in read("stated_figures.csv"):
        figure = keep(
            StatedFigure,
            known.get(row["code"]),
            code=row["code"],
            topic=row["topic"],
            name=row["name"],
            value=Decimal(row["value"]),
            of=Decimal(row["of"]) if row["of"] else None,
            unit=row["unit"],
            wording=row["wording"],
            on=partial(row["on"]),
            district_set_on=date.fromisoformat(row["district_set_on"])
            if row["district_set_on"]
            else None,
            scope=row["scope"],
            source_id=sources[row["source"]].pk,
        )
        check_districts(figure)


def check_districts(figure: StatedFigure) -> None:
    if figure.district_set_on is None:
        return
    valid = District.objects.valid_on(figure.district_set_on).count()
    if valid != figure.of:
        raise FactsDisagree(
            f"{figure}: of {figure.of:n} districts, but {figure.district_set_on} had {valid}"
        )


def load_offers(sources: dict[str, Source]) -> None:
    organisations, programmes = by_code(Organisation), by_code(Programme)
    known = {
        (offer.organisation_id, offer.need, offer.audience, offer.period): offer
        for offer in StatedOffer.objects.all()
    }
    for row in read("groups_spring_2007.csv"):
        organisation = organisations[row["organisation"]]
        key = (organisation.pk, row["need"], row["audience"], row["period"])
        keep(
            StatedOffer,
            known.get(key),
            organisation_id=organisation.pk,
            need=row["need"],
            audience=row["audience"],
            period=row["period"],
            groups=number(row["groups"]),
            programme_id=programmes[row["programme"]].pk if row["programme"] else None,
            source_id=sources[row["source"]].pk,
        )
