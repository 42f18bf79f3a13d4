"""The roll call as a form: one set of radio buttons a child, and what the reader was looking at."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from referrals.evening import AbsenceReason, Presence
from referrals.models.attendance import MOST_CHILDREN
from referrals.roll import Tap

NOTHING_SEEN = "0"
UNREADABLE = _("We could not read this. Open the page again.")


class SeenField(forms.CharField):
    """What stood on the page: the version of a mark, its presence and its reason, with dots."""

    def clean(self, value):
        version, _dot, stood = str(value or NOTHING_SEEN)[:60].partition(".")
        if not version.isascii() or not version.isdigit() or len(version) > 9:
            raise ValidationError(UNREADABLE)
        return int(version), stood


class RollForm(forms.Form):
    """The taps of a page, or of a telephone that sends some of them.

    What was not changed since the page was shown is no tap: it cannot be in anybody's way.
    """

    key = forms.UUIDField(initial=uuid4, error_messages={"invalid": UNREADABLE})

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.children = children
        for child in children:
            mine: dict[str, Any] = {
                "required": False,
                "error_messages": {"invalid_choice": UNREADABLE},
            }
            key = child.key
            self.fields[f"p-{key}"] = forms.ChoiceField(choices=Presence.choices, **mine)
            self.fields[f"r-{key}"] = forms.ChoiceField(choices=AbsenceReason.choices, **mine)
            self.fields[f"s-{key}"] = SeenField(required=False)
            self.fields[f"k-{key}"] = forms.UUIDField(
                required=False, error_messages={"invalid": UNREADABLE}
            )

    def taps(self) -> list[Tap]:
        taps = []
        for child in self.children:
            presence = self.cleaned_data[f"p-{child.key}"]
            reason = self.cleaned_data[f"r-{child.key}"] if presence == Presence.ABSENT else ""
            if presence == Presence.ABSENT:
                reason = reason or AbsenceReason.UNKNOWN
            version, stood = self.cleaned_data[f"s-{child.key}"]
            if presence and stood != f"{presence}.{reason}":
                taps.append(Tap(self._key_of(child), child.key, presence, reason, version))
        return taps

    def _key_of(self, child) -> UUID:
        """Return the tap's own key, or the same one each time this very form is sent."""
        own = self.cleaned_data[f"k-{child.key}"]
        return own or uuid5(self.cleaned_data["key"], child.key)


class CountForm(forms.Form):
    """How many came, where nobody is written down."""

    key = forms.UUIDField(initial=uuid4, error_messages={"invalid": UNREADABLE})
    seen = forms.IntegerField(min_value=0, error_messages={"invalid": UNREADABLE})
    children = forms.IntegerField(
        label=_("How many children came?"),
        min_value=0,
        max_value=MOST_CHILDREN,
        error_messages={
            "required": _("Write a number, 0 if nobody came."),
            "invalid": _("Write a number, 0 if nobody came."),
            "min_value": _("Write a number, 0 if nobody came."),
            "max_value": _("So many do not fit in the room. Write how many came."),
        },
    )
