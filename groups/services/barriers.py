"""Reports about accessibility: taken from anybody, answered by the office, then made nameless."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from barnstod.security.actor import INTAKE
from barnstod.security.rotation import rotate
from groups import policies
from groups.models import Barrier


@transaction.atomic
def report_barrier(*, page: str, text: str, contact: str = "") -> Barrier:
    """Keep what somebody could not use. The office gets one letter until it has answered all."""
    is_first = not Barrier.objects.unanswered().exists()
    barrier = Barrier(page=page, text=text)
    barrier.remember(contact)
    barrier.save()
    record("barrier.report", by=INTAKE, on=barrier)
    if is_first:
        for user in User.objects.holding(Role.COORDINATOR):
            queue("barrier", to=user, path=reverse("groups:barriers"))
    return barrier


@transaction.atomic
def answer_barrier(*, barrier: Barrier, by) -> Barrier:
    """Say that the sender has an answer, and forget how to reach them. Repeats change nothing."""
    authorize(policies.can_manage, by)
    barrier = Barrier.objects.select_for_update(of=("self",)).get(pk=barrier.pk)
    if barrier.answered_on is None:
        barrier.answered_on, barrier.sealed_contact = timezone.localdate(), ""
        barrier.save(update_fields=["answered_on", "sealed_contact"])
        record("barrier.answer", by=by, on=barrier)
    return barrier


@transaction.atomic
def rotate_contacts() -> tuple[int, int]:
    """Seal how to reach senders with the current key; how many, and how many nobody can open."""
    kept = Barrier.objects.exclude(sealed_contact="").select_for_update(of=("self",))
    return rotate(kept, _seal_anew)


def _seal_anew(barrier: Barrier) -> bool:
    if not barrier.seal_anew():
        return False
    barrier.save(update_fields=["sealed_contact"])
    return True
