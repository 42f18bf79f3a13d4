"""What the app keeps: the referral, who the child is, and the steps of the way."""

from referrals.models.attendance import Absences, Attendance, HeadCount
from referrals.models.evening import Evening, Talk
from referrals.models.household import Household, KeptApart, ParentPlace
from referrals.models.identity import Identity, IdentityWord
from referrals.models.receipt import Receipt
from referrals.models.referral import Referral
from referrals.models.steps import Consent, NamedReader, Offer

__all__ = [
    "Absences",
    "Attendance",
    "Consent",
    "Evening",
    "HeadCount",
    "Household",
    "Identity",
    "IdentityWord",
    "KeptApart",
    "NamedReader",
    "Offer",
    "ParentPlace",
    "Receipt",
    "Referral",
    "Talk",
]
