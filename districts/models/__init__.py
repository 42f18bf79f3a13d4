"""Where and who: districts through time, organisations, and what the city has agreed with them."""

from districts.models.deputies import Deputy
from districts.models.places import (
    Affiliation,
    District,
    DistrictQuerySet,
    Neighbourhood,
    Organisation,
    heirs_of,
    lineage_of,
    swedish,
    taken_over,
)
from districts.models.registers import Agreement, Liaison, OperatingGrant

__all__ = [
    "Affiliation",
    "Agreement",
    "Deputy",
    "District",
    "DistrictQuerySet",
    "Liaison",
    "Neighbourhood",
    "OperatingGrant",
    "Organisation",
    "heirs_of",
    "lineage_of",
    "swedish",
    "taken_over",
]
