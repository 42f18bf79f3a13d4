"""What leaders must know of a child on an evening, and the talks before and after the group."""

from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.choices import Names
from referrals.evening import TalkBy, TalkKind
from referrals.exceptions import Refusal
from referrals.models import Evening, Talk
from referrals.roll import gone_words
from referrals.services.identities import seal_note
from referrals.services.locking import all_or_nothing, lock
from referrals.services.own_group import children_met

TALKING = "system:talk"  # a leader who held a talk may not change the case


def keep_evening(*, referral, values: dict, note: str, by) -> Evening:
    """Write who fetches the child and what it eats, and seal ``note`` where names may be kept.

    Raises ValidationError where somebody both may and must not fetch the child.
    """
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_write_evening, by, referral)
        evening = Evening.objects.filter(referral=referral).first() or Evening(referral=referral)
        for field, value in values.items():
            setattr(evening, field, value)
        evening.changed_by, evening.changed_at = by, timezone.now()
        evening.save()
        if referral.names == Names.FULL:
            seal_note(referral, "evening_note", note)
        record("evening.change", by=by, on=referral)
    return evening


def record_talk(*, group, child: str, kind: str, held_on, outcome: str, by) -> Talk:
    """Write that a talk was held, by the role of whoever writes it; a second time corrects it.

    ``child`` is the key by which the pages of the group call it. Raises Refusal if it has left.
    """
    authorize(policies.can_write_talks_of, by, group)
    role = TalkBy.COORDINATOR if by.has_role(Role.COORDINATOR) else TalkBy.LEADER
    with acting_as(TALKING), all_or_nothing():
        leads = policies.leads(by, group)
        met = children_met(group=group, place=group.slug, by=by, all_of_it=leads)
        if child not in met:
            raise Refusal(gone_words())
        referral = lock(met[child])
        talk, _is_new = Talk.objects.update_or_create(
            referral=referral,
            kind=kind,
            defaults={
                "held_on": held_on,
                "held_by": role,
                "outcome": outcome if kind == TalkKind.CLOSING else "",
                "recorded_by": by,
                "recorded_at": timezone.now(),
            },
        )
        record("talk.held", by=by, on=referral, kind=kind, outcome=talk.outcome)
    return talk
