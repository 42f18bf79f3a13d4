"""What the app keeps: the referral, who the child is, and the steps of the way."""

from referrals.models.amendment import Amendment
from referrals.models.attendance import Absences, Attendance, HeadCount
from referrals.models.evening import Evening, Talk
from referrals.models.handover import Handover
from referrals.models.household import Household, KeptApart, ParentPlace
from referrals.models.identity import Identity, IdentityWord
from referrals.models.imports import CaseImport, ImportedCase
from referrals.models.reasons import DeclineGround
from referrals.models.receipt import Receipt
from referrals.models.referral import Referral
from referrals.models.steps import Consent, NamedReader, Offer

__all__ = [
    "Absences",
    "Amendment",
    "Attendance",
    "CaseImport",
    "Consent",
    "DeclineGround",
    "Evening",
    "Handover",
    "HeadCount",
    "Household",
    "Identity",
    "IdentityWord",
    "ImportedCase",
    "KeptApart",
    "NamedReader",
    "Offer",
    "ParentPlace",
    "Receipt",
    "Referral",
    "Talk",
]
