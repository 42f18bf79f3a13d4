"""Queueing and sending notices. Subject and body are neutral: read this, here."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from barnstod.jobs import ring
from barnstod.notifications.models import Notice


def queue(kind: str, *, to, path: str) -> Notice:
    """Owe ``to`` a letter that points at ``path``; rings the worker when all is committed."""
    notice = Notice.objects.create(kind=kind, recipient=to, path=path)
    ring("notifications.deliver", notice.pk)
    return notice


@transaction.atomic
def send(*, notice_id: int) -> bool:
    """Send the notice unless it is sent already; safe to call any number of times.

    A crash after the mail server said yes and before the commit sends it once more; the fixed
    Message-ID lets the recipient's server drop the second copy.
    """
    notice = (
        Notice.objects.unsent()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient")
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        return False
    with translation.override("sv"):
        letter = render_to_string(
            f"emails/{notice.kind}.txt", {"url": f"{settings.BASE_URL}{notice.path}"}
        )
    subject, body = letter.strip().split("\n\n", 1)
    EmailMessage(
        subject,
        body,
        to=[notice.recipient.email],
        headers={"Message-ID": f"<{notice.key}@barnstod>"},
    ).send()
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
    return True
