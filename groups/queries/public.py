"""The offer as the public may know it."""

from django.db.models import Prefetch
from django.utils import timezone

from districts.choices import Region
from districts.models import District, Neighbourhood
from districts.queries import find_place, find_region
from groups.listing import UNKNOWN_PLACE, Area
from groups.models import Session, SupportGroup
from groups.publishing import PublicGroup, public_view


def public_groups(*, with_days: bool = False) -> list[PublicGroup]:
    """Return every planned and running group, as the public may know it; three queries.

    The days of their sessions are one query more.
    """
    groups = SupportGroup.objects.for_public()
    return [public_view(group) for group in (_with_days(groups) if with_days else groups)]


def public_group(slug: str) -> PublicGroup | None:
    """Return the planned or running group at this address, as the public may know it."""
    group = _with_days(SupportGroup.objects.for_public()).filter(slug=slug).first()
    return group and public_view(group)


def areas_today() -> dict[str, Area]:
    """Return the districts of today and the parts of the city by their codes."""
    regions = {region.value: Area(region, str(region.label), region) for region in Region}
    districts = District.objects.on(timezone.localdate())
    return regions | {one.code: Area(one.code, one.name, one.region) for one in districts}


def area_code(text: str) -> str | None:
    """Return the code of a place written in words; None for an empty answer."""
    if not text.strip():
        return None
    if region := find_region(text):
        return str(region)
    place = find_place(text)
    return place.code if place else UNKNOWN_PLACE


def neighbourhoods(code: str) -> list[str]:
    """Return the names of what belongs to the district, as people say where they live."""
    return list(Neighbourhood.objects.filter(district__code=code).values_list("name", flat=True))


def _with_days(groups):
    days = Prefetch("sessions", Session.objects.filter(active=True), to_attr="sessions_to_tell")
    return groups.prefetch_related(days)
