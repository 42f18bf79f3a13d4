"""Where worry about a child is reported in a district, as the coordinator has written it."""

from typing import NamedTuple

from django.conf import settings

from districts.models import District


class Channel(NamedTuple):
    district: str
    phone: str
    address: str


def channel_of(district: District) -> Channel:
    """Return how ``district`` is reached; without a number of its own, the installation's."""
    phone = district.concern_phone or settings.CONCERN_PHONES.get(
        district.code, settings.CONCERN_PHONE
    )
    return Channel(district.name, phone, district.concern_address)
