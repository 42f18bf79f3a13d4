"""A session that children come to is cancelled: their senders learn that there is news."""

from django.db import transaction

from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.policies import can_manage
from groups.services.sessions import cancel_session as cancel
from referrals import policies
from referrals.choices import IN_GROUP
from referrals.models import Referral
from referrals.policies import CANCELLING


@transaction.atomic
def cancel_session(*, session, reason: str, seen: int, by) -> int:
    """Cancel ``session`` and owe a letter to the children's senders; return how many letters.

    A sender learns it who is told about the child's place; of a protected child only somebody
    who may open the case. The leaders are told by the groups' own service. Raises the refusals of
    :func:`groups.services.sessions.cancel_session`.
    """
    authorize(can_manage, by, session.group)
    cancel(session=session, reason=reason, seen=seen, by=by)
    # A protected child's case is hidden from whoever cancels; its sender is told all the same.
    with acting_as(CANCELLING):
        return _tell_senders(session, by)


def _tell_senders(session, by) -> int:
    """Owe each sender one letter a child, pointing at the child's own page."""
    children = Referral.objects.filter(group=session.group, state__in=IN_GROUP)
    told = [
        referral
        for referral in children.select_related("sent_by")
        if referral.sent_by is not None
        and referral.sent_by != by
        and referral.sent_by.is_active
        and policies.follows_place(referral)
        and policies.is_cleared(referral.sent_by, referral)
    ]
    for referral in told:
        queue("session_cancelled", to=referral.sent_by, path=referral.get_absolute_url())
    return len(told)
