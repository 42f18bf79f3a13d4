"""Where worry about a child is reported: to a district, and never through a request for a place."""

from districts.concern import Channel, channel_of
from districts.models import District


def channels_for(referral, units=()) -> list[Channel]:
    """Return where to report: the child's own district if it is known, else those at hand.

    Where a protected child lives is told to nobody: its unit reports to its own channel.
    Organisations have none of their own.
    """
    districts = [unit for unit in units if isinstance(unit, District)]
    if referral is not None:
        lives_in = None if referral.is_protected else referral.child_district
        found = lives_in or referral.sender_district
        districts = [found] if found else districts
    shown = districts or District.objects.today()
    return [channel_of(district) for district in shown]
