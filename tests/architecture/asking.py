"""The addresses of who waits to be rung back: an example of each, and the roles that may use it."""

from barnstod.accounts.choices import Role
from tests.factories.referrals import ReferralFactory

COORDINATOR = {Role.COORDINATOR}


def _request(world):
    return {"reference": ReferralFactory(interest=True).reference}


EXAMPLES = {"referrals:call": _request, "referrals:call_erase": _request}
OFFICE = {
    "referrals:calls": {Role.COORDINATOR, Role.HEAD},  # figures for the head
    "referrals:call": COORDINATOR,
    "referrals:call_by_words": COORDINATOR,
    "referrals:call_create": COORDINATOR,
    "referrals:call_erase": COORDINATOR,
}
