"""Every write to a child's case: keyword-only, one transaction, audited.

Whoever locks, locks in this order: referrals by key, groups by id. The seats of a group change
only together with a referral that moves, so that the counters are the children at any time.
"""

from referrals.services.asking import ask, receipt_of, register_call
from referrals.services.consents import record_consent, take_back_consent
from referrals.services.erasing import erase, erase_by_words, forget_closed
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
from referrals.services.waits import publish_usual_waits

__all__ = [
    "answer_offer",
    "ask",
    "cancel_group",
    "create",
    "discard",
    "erase",
    "erase_by_words",
    "forget_closed",
    "hide_names",
    "lapse_offers",
    "make_offer",
    "move",
    "name_reader",
    "open_names",
    "opened_for",
    "publish_usual_waits",
    "read_first_names",
    "read_names",
    "receipt_of",
    "record_consent",
    "register_call",
    "remove_reader",
    "rotate_keys",
    "save",
    "take_back_consent",
]
