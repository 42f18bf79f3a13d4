"""Every write to a child's case: keyword-only, one transaction, audited.

Whoever locks, locks in this order: referrals by key, groups by id. The seats of a group change
only together with a referral that moves, so that the counters are the children at any time.
"""

from referrals.services.absences import settle_absences
from referrals.services.amending import amend, rotate_amendments, settle_fit
from referrals.services.asking import ask, receipt_of, register_call
from referrals.services.attendance import count_children, take_roll
from referrals.services.consents import record_consent, take_back_consent
from referrals.services.drafts import purge_drafts
from referrals.services.erasing import erase, erase_by_words, forget_closed
from referrals.services.evening import keep_evening, record_talk
from referrals.services.families import (
    keep_apart,
    let_meet,
    put_together,
    take_apart,
    wish,
)
from referrals.services.finishing import finish_children
from referrals.services.handing_over import (
    hand_over,
    refuse_handover,
    take_back_handover,
    take_over,
)
from referrals.services.identities import (
    hide_names,
    open_names,
    opened_for,
    read_first_names,
    read_in_group,
    read_names,
    rotate_keys,
)
from referrals.services.importing import import_cases, undo_import
from referrals.services.moving import move
from referrals.services.offering import (
    cancel_group,
    lapse_offers,
    make_offer,
)
from referrals.services.officers import change_officer, change_officer_of_all
from referrals.services.parents import add_parent, take_parent_away
from referrals.services.protecting import protect
from referrals.services.readers import name_reader, remove_reader
from referrals.services.reasons import add_reason, change_reason
from referrals.services.reminding import remind_senders
from referrals.services.safety import answer_safety
from referrals.services.sending import create, discard, save
from referrals.services.telling import keep_told
from referrals.services.together import AS_ONE, move_as_one, move_together, offer_together
from referrals.services.waits import publish_usual_waits

__all__ = [
    "AS_ONE",
    "add_parent",
    "add_reason",
    "amend",
    "answer_safety",
    "ask",
    "cancel_group",
    "change_officer",
    "change_officer_of_all",
    "change_reason",
    "count_children",
    "create",
    "discard",
    "erase",
    "erase_by_words",
    "finish_children",
    "forget_closed",
    "hand_over",
    "hide_names",
    "import_cases",
    "keep_apart",
    "keep_evening",
    "keep_told",
    "lapse_offers",
    "let_meet",
    "make_offer",
    "move",
    "move_as_one",
    "move_together",
    "name_reader",
    "offer_together",
    "open_names",
    "opened_for",
    "protect",
    "publish_usual_waits",
    "purge_drafts",
    "put_together",
    "read_first_names",
    "read_in_group",
    "read_names",
    "receipt_of",
    "record_consent",
    "record_talk",
    "refuse_handover",
    "register_call",
    "remind_senders",
    "remove_reader",
    "rotate_amendments",
    "rotate_keys",
    "save",
    "settle_absences",
    "settle_fit",
    "take_apart",
    "take_back_consent",
    "take_back_handover",
    "take_over",
    "take_parent_away",
    "take_roll",
    "undo_import",
    "wish",
]
