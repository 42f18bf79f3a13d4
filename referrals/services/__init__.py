"""Every write to a child's case: keyword-only, one transaction, audited.

Whoever locks, locks in this order: referrals by key, groups by id. The seats of a group change
only together with a referral that moves, so that the counters are the children at any time.
"""

from referrals.services.consents import record_consent, take_back_consent
from referrals.services.identities import (
    hide_names,
    open_names,
    opened_for,
    read_first_names,
    read_names,
    rotate_keys,
)
from referrals.services.moving import move
from referrals.services.offering import (
    answer_offer,
    cancel_group,
    lapse_offers,
    make_offer,
)
from referrals.services.readers import name_reader, remove_reader
from referrals.services.sending import create, discard, save

__all__ = [
    "answer_offer",
    "cancel_group",
    "create",
    "discard",
    "hide_names",
    "lapse_offers",
    "make_offer",
    "move",
    "name_reader",
    "open_names",
    "opened_for",
    "read_first_names",
    "read_names",
    "record_consent",
    "remove_reader",
    "rotate_keys",
    "save",
    "take_back_consent",
]
