"""What has happened to one case, read from the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from barnstod.audit.words import action_in_words
from referrals import policies
from referrals.choices import OpeningReason

SUBJECT = "referrals.referral"
# What a sender is told who is to know only that it is received, and when it is closed.
SHORT = ("referral.submit", "referral.return", "referral.withdraw", "referral.decline")
# Looking at a case is no work on it, unless its names were opened to talk with the family.
LOOKING = ("identity.open", "identity.read", "identity.hide", "referral.file_text")
TALKING = (OpeningReason.CALL, OpeningReason.FIRST_TALK)


@dataclass(frozen=True)
class Step:
    at: datetime
    words: str
    who: str


def events_of(referral):
    return AuditEvent.objects.filter(subject_type=SUBJECT, subject=referral.reference)


def worked_on(since: Mapping[str, datetime]) -> set[str]:
    """Return those of the references with whose case something was done after its moment."""
    events = AuditEvent.objects.filter(subject_type=SUBJECT, subject__in=since)
    work = events.exclude(action__in=LOOKING) | events.filter(
        action="identity.open", detail__why__in=TALKING
    )
    return {subject for subject, at in work.values_list("subject", "at") if at > since[subject]}


def steps_of(referral, reader) -> list[Step]:
    """Return what happened, the latest first, as far as ``reader`` is to follow it."""
    events = events_of(referral).filter(action__startswith="referral.")
    if not policies.sees_whole_way(reader, referral):
        events = events.filter(action__in=SHORT)
    events = list(events)
    names = _names_of({event.actor for event in events})
    return [
        Step(event.at, action_in_words(event.action), names.get(event.actor, _("the portal")))
        for event in events
    ]


def who_was_first(referral) -> tuple[str, str]:
    """Return by role who changed ``referral`` last, and the time of day."""
    event = events_of(referral).filter(action__startswith="referral.").first()
    if event is None:
        return _("Somebody else"), ""
    user = _users([event.actor]).first()
    if user is None:
        who = _("The portal")
    elif user.has_role(Role.COORDINATOR):
        who = _("The coordinator")
    elif user.has_role(Role.SOCIAL_WORKER):
        who = _("The social worker")
    elif user.has_role(Role.REFERRER):
        who = _("The sender")
    else:
        who = _("Somebody else")
    return who, timezone.localtime(event.at).strftime("%H.%M")


def _users(actors):
    ids = [actor.removeprefix("user:") for actor in actors if actor.startswith("user:")]
    return User.objects.filter(pk__in=ids)


def _names_of(actors) -> dict[str, str]:
    return {f"user:{pk}": name for pk, name in _users(actors).values_list("pk", "name")}
