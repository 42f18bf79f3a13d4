"""Who is told that there is something to read. The letter says nothing more."""

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.notifications.services import queue
from referrals import policies
from referrals.workflow import MOVES

# These a sender gets whatever was agreed: something to do, or the end.
ALWAYS_TOLD = ("referral_returned", "referral_closed")


def send_letters(*, referral, name, by, offer=None) -> None:
    """Owe a letter to everybody whom the move ``name``, made by ``by``, concerns."""
    notice = MOVES[name].notice
    if notice is None:
        return
    for user in _readers(referral, name, by, offer):
        if (
            user is not None
            and user != by
            and user.is_active
            and policies.is_cleared(user, referral)
        ):
            queue(notice, to=user, path=referral.get_absolute_url())


def _readers(referral, name, by, offer):
    """Return the other side: the office if the sender moved it, the sender if the office did."""
    if name == "submit":
        return User.objects.holding(Role.COORDINATOR)
    if policies.is_own_units(by, referral):
        return [offer.made_by] if offer else []
    told = policies.follows_place(referral) or MOVES[name].notice in ALWAYS_TOLD
    sender = [referral.sent_by] if told else []
    return [*sender, offer.made_by] if policies.can_lapse(by, referral) else sender
