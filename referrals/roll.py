"""What a roll call is made of: the taps of a phone, and what became of each; no database."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.security.sealing import blind_index
from groups.words import clock

KEY_LETTERS = 20  # of 64: enough never to meet another child of the same session


@dataclass(frozen=True)
class Tap:
    """One tap: how a child was there. ``seen`` is the version of the mark that the leader looked
    at, 0 for none; ``key`` is the tap's own, so that sending it twice does nothing more."""

    key: UUID
    child: str
    presence: str
    reason: str
    seen: int


@dataclass(frozen=True)
class Answer:
    """What stands now for one child, and the words where that is not what was tapped."""

    child: str
    presence: str
    reason: str
    version: int
    refused: str = ""


def child_key(place: str, alias: str) -> str:
    """Return what a page calls a child in one session or group: the same to each leader, and
    nothing that could be recognised anywhere else or on another evening."""
    return blind_index("roll_call", f"{place}:{alias}").hex()[:KEY_LETTERS]


def card_key(child: str, told: str) -> str:
    """Return what a page compares to see whether its card of a child is the one that stands."""
    return blind_index("roll_card", f"{child}:{told}").hex()[:KEY_LETTERS]


def place_of(session) -> str:
    return str(session.uid)


def phone_key(session, user) -> str:
    """Return under what a phone keeps the taps of ``user`` for one session."""
    return blind_index("roll_call", f"{session.uid}:user:{user.pk}").hex()[:KEY_LETTERS]


def can_be_taken(session) -> bool:
    """A roll is taken on the day of the session, and corrected after it; never before."""
    begins_on = timezone.localdate(session.during.lower)
    return session.active and begins_on <= timezone.localdate()


def gone_words() -> str:
    return _("The child no longer has a place in the group. Nothing was saved.")


def marked_words(mark, by, stands: str) -> str:
    """Return who was first and what stands: colleagues who lead a group know one another."""
    time = clock(timezone.localtime(mark.marked_at))
    if mark.marked_by_id == by.pk:
        words = _("You marked this yourself at %(time)s: %(stands)s. Nothing was overwritten.")
    else:
        words = _("%(who)s was first, at %(time)s: %(stands)s. Nothing was overwritten.")
    return words % {"who": mark.marked_by.name, "time": time, "stands": stands}


def not_begun_words() -> str:
    """Return what a leader does with a child whom nobody has said yes for."""
    return _(
        "Not saved: nobody has said yes to the child taking part. Let the child stay with an adult "
        "and ring the office, %(phone)s. When the yes is written down, mark the child again."
    ) % {"phone": settings.OFFICE_PHONE}
