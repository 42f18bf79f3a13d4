"""The forms: shape and words. They save nothing."""

from referrals.forms.asking import AskForm, CallForm, WordsForm
from referrals.forms.evening import AbsencesForm, EveningForm, FinishForm, TalkForm
from referrals.forms.protecting import ProtectForm
from referrals.forms.request import RequestForm, initial_of
from referrals.forms.roll_call import CountForm, RollForm
from referrals.forms.steps import (
    CancelForm,
    ConsentForm,
    MoveForm,
    OfferForm,
    OpenNamesForm,
    ReaderForm,
    SearchForm,
)
from referrals.forms.told import ToldForm

__all__ = [
    "AbsencesForm",
    "AskForm",
    "CallForm",
    "CancelForm",
    "ConsentForm",
    "CountForm",
    "EveningForm",
    "FinishForm",
    "MoveForm",
    "OfferForm",
    "OpenNamesForm",
    "ProtectForm",
    "ReaderForm",
    "RequestForm",
    "RollForm",
    "SearchForm",
    "TalkForm",
    "ToldForm",
    "WordsForm",
    "initial_of",
]
