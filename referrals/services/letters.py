"""Who is told that there is something to read. The letter says nothing more."""

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.notifications.services import queue
from districts.choices import MailboxUse
from districts.queries import deputy_of, workers_of
from referrals import policies
from referrals.workflow import MOVES

# These a sender gets whatever was agreed: something to do, or the end.
ALWAYS_TOLD = ("referral_returned", "referral_closed")


def send_letters(*, referral, name, by, offer=None) -> None:
    """Owe a letter to everybody whom the move ``name``, made by ``by``, concerns."""
    notice = MOVES[name].notice
    if notice is None:
        return
    if name == "submit":
        write_to(User.objects.holding(Role.COORDINATOR), referral=referral, kind=notice, by=by)
    elif policies.is_own_units(by, referral):
        write_to([offer.made_by] if offer else [], referral=referral, kind=notice, by=by)
    else:
        if policies.follows_place(referral) or notice in ALWAYS_TOLD:
            write_to_sender(referral=referral, kind=notice, by=by)
        if policies.can_lapse(by, referral):
            write_to([offer.made_by], referral=referral, kind=notice, by=by)


def write_to(users, *, referral, kind: str, by) -> int:
    """Owe a letter to those of ``users`` who may still read the case; how many.

    ``by`` knows it already.
    """
    readers = _readers(users, referral, by)
    for user in readers:
        queue(kind, to=user, path=referral.get_absolute_url())
    return len(readers)


def write_to_unit(unit, people, *, is_protected: bool, kind: str, path: str) -> int:
    """Owe a letter to the unit's mailbox beside ``people`` or instead, as it wishes; how many.

    Of a protected child nothing goes to a mailbox, which others read.
    """
    mailbox = "" if is_protected else unit.mailbox
    whom = list(people) if not mailbox or unit.mailbox_use == MailboxUse.TOO else []
    whom += [mailbox] if mailbox else []
    for one in whom:
        queue(kind, to=one, path=path)
    return len(whom)


def write_to_sender(*, referral, kind: str, by) -> int:
    """Owe a letter to whoever keeps the case for the sender, and to the unit's mailbox; how many.

    To the officer and the deputy of today; to the whole unit, where neither works there any more.
    """
    unit = referral.unit
    if unit is None or referral.is_protected:
        return write_to(_officer_and_deputy(referral), referral=referral, kind=kind, by=by)
    unit = unit.heir()
    workers = set(workers_of(unit))
    keepers = [user for user in _officer_and_deputy(referral) if user in workers]
    readers = _readers(keepers or workers, referral, by)
    path = referral.get_absolute_url()
    return write_to_unit(unit, readers, is_protected=False, kind=kind, path=path)


def _readers(users, referral, by) -> list[User]:
    return [
        user
        for user in users
        if user != by and user.is_active and policies.is_cleared(user, referral)
    ]


def _officer_and_deputy(referral) -> list[User]:
    officer = referral.sent_by
    return [user for user in (officer, officer and deputy_of(officer)) if user is not None]
