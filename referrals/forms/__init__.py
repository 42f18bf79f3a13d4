"""The forms: shape and words. They save nothing."""

from referrals.forms.asking import AskForm, CallForm, WordsForm
from referrals.forms.request import RequestForm, initial_of
from referrals.forms.steps import (
    CancelForm,
    ConsentForm,
    MoveForm,
    OfferForm,
    OpenNamesForm,
    ReaderForm,
    SearchForm,
)

__all__ = [
    "AskForm",
    "CallForm",
    "CancelForm",
    "ConsentForm",
    "MoveForm",
    "OfferForm",
    "OpenNamesForm",
    "ReaderForm",
    "RequestForm",
    "SearchForm",
    "WordsForm",
    "initial_of",
]
