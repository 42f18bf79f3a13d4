"""Who leads one session: the leaders of the group, or somebody in their place."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.exceptions import SessionRefusal
from groups.models import Leader, Session, SessionLeader
from groups.services import letters
from groups.services.planning import leader_in
from groups.services.seats import lock_groups


@transaction.atomic
def choose_leaders(*, session: Session, leaders: Collection[Leader], by) -> Session:
    """Let ``leaders`` lead this session and no other; who comes or goes gets a letter.

    Raises SessionRefusal for a session that is cancelled or of a day that is over, and where one
    of them leads another session then.
    """
    lock_groups(session.group_id)
    session = Session.objects.select_related("group").get(pk=session.pk)
    authorize(policies.can_move_sessions, by, session.group)
    if not session.active or timezone.localdate(session.during.lower) < timezone.localdate():
        raise SessionRefusal(_("The session is over or cancelled: its leaders stay as they are."))
    before = {
        link.leader_id: link.leader
        for link in session.session_leaders.select_related("leader__user")
    }
    now = {leader.pk: leader for leader in leaders}
    session.session_leaders.exclude(leader__in=now).delete()
    try:
        with transaction.atomic():
            SessionLeader.objects.bulk_create(
                leader_in(session, leader) for pk, leader in now.items() if pk not in before
            )
    except IntegrityError as error:
        raise SessionRefusal(_("One of them leads another session at that time.")) from error
    changed = before.keys() ^ now.keys()
    if changed:
        record(
            "session.leaders",
            by=by,
            on=session,
            group=session.group.slug,
            number=session.number,
            leaders=sorted(now),
        )
    for leader in ((before | now)[pk] for pk in sorted(changed)):
        if leader.user is not None and leader.user.is_active and leader.user != by:
            letters.tell(leader.user, "session_leaders", session.group)
    return session
