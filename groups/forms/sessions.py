"""The forms that move or cancel one session."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import CancelReason
from groups.forms import fields
from groups.models import Leader, Room, Session
from groups.queries import leaders_for
from groups.rescheduling import Slot
from groups.schedule import YEARS
from groups.services.sessions import slot_of


class MoveForm(forms.Form):
    """A new day and hours, and what goes along. ``seen`` says which version was looked at."""

    day = fields.day(_("Day"))
    starts_at = fields.hour(_("Begins"))
    ends_at = fields.hour(_("Ends"))
    room = fields.row(_("Room"), required=False, empty_label="–")
    rest_follows = forms.BooleanField(
        label=_("The later sessions follow"),
        help_text=_("Each moves by as many days. None lands on a holiday or in a school break."),
        required=False,
    )
    parallel_follows = forms.BooleanField(
        label=_("The parallel group moves too"),
        help_text=_("Its session of the same day, in its own room."),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data, *, session: Session, has_parallel: bool):
        super().__init__(data, initial=as_fields(session, slot_of(session), has_parallel))
        room: Any = self.fields["room"]
        room.queryset = Room.objects.to_choose([session.room_id] if session.room_id else ())
        if not has_parallel:
            del self.fields["parallel_follows"]

    def clean(self):
        super().clean()
        day, starts_at, ends_at = map(self.cleaned_data.get, ("day", "starts_at", "ends_at"))
        if day and starts_at is not None and ends_at is not None:
            slot = Slot(day, starts_at, ends_at)
            if slot.starts_at >= slot.ends_at:
                self.add_error("ends_at", _("The session ends before it begins."))
            self.cleaned_data["to"] = slot

    @property
    def wish(self) -> dict:
        """Return what was asked, in the words of :func:`groups.services.sessions.plan_move`."""
        return {
            "to": self.cleaned_data["to"],
            "room": self.cleaned_data["room"],
            "rest_follows": self.cleaned_data["rest_follows"],
            "parallel_follows": self.cleaned_data.get("parallel_follows", False),
        }


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it cancelled?"), choices=CancelReason.choices, widget=forms.RadioSelect
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class LeadersForm(forms.Form):
    """Who leads one session; those who lead the group stand first chosen."""

    leader_1 = fields.leader(_("Leader"))
    leader_2 = fields.leader(_("Second leader"))
    leader_3 = fields.leader(_("Third leader"))

    def __init__(self, data, *, session: Session, user):
        now = [link.leader for link in session.session_leaders.all()]
        super().__init__(data, initial={f"leader_{n}": one.pk for n, one in enumerate(now, 1)})
        known = {str(one.pk): one for one in (*leaders_for(user), *now)}
        options = fields.by_organisation((one, one.name) for one in known.values())
        asked: dict[str, Any] = self.fields
        for field in asked.values():
            field.choices, field.coerce = [(None, "–"), *options], known.get

    @property
    def leaders(self) -> list[Leader]:
        """Return them, each once."""
        return list(dict.fromkeys(one for one in self.cleaned_data.values() if one is not None))


def as_fields(session: Session, slot: Slot, has_parallel: bool) -> dict:
    """Return the fields of MoveForm for the session at ``slot``, as a browser sends them."""
    return {
        "day": slot.day.isoformat(),
        "starts_at": f"{slot.starts_at:%H:%M}",
        "ends_at": f"{slot.ends_at:%H:%M}",
        "room": session.room_id,
        "parallel_follows": has_parallel,
        "seen": str(session.sequence),
    }


def dropped_at(session: Session, text: str) -> Slot | None:
    """Return where ``2027-01-12T16:00``, a place in the calendar, puts the session.

    It keeps its length. A day alone keeps the hours too. None for anything else.
    """
    old = slot_of(session)
    try:
        begin = datetime.fromisoformat(text)
    except ValueError:
        return None
    if begin.year not in YEARS:
        return None
    starts_at = old.starts_at if "T" not in text else begin.time()
    length = _minutes(old.ends_at) - _minutes(old.starts_at)
    end = min(_minutes(starts_at) + length, 24 * 60 - 1)
    return Slot(begin.date(), starts_at, time(end // 60, end % 60))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
