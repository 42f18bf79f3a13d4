"""The offer as the public may know it."""

from django.utils import timezone

from districts.choices import Region
from districts.models import District
from groups.listing import Area
from groups.models import SupportGroup
from groups.publishing import PublicGroup, public_view


def public_groups() -> list[PublicGroup]:
    """Return every planned and running group, as the public may know it; three queries."""
    return [public_view(group) for group in SupportGroup.objects.for_public()]


def public_group(slug: str) -> PublicGroup | None:
    """Return the planned or running group at this address, as the public may know it."""
    group = SupportGroup.objects.for_public().filter(slug=slug).first()
    return group and public_view(group)


def areas_today() -> dict[str, Area]:
    """Return the districts of today and the parts of the city by their codes."""
    regions = {region.value: Area(region, str(region.label), region) for region in Region}
    districts = District.objects.on(timezone.localdate())
    return regions | {one.code: Area(one.code, one.name, one.region) for one in districts}
