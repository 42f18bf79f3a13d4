"""Queueing and sending notices. Subject and body are neutral: there is something to read, here."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import select_template
from django.utils import timezone, translation

from barnstod.jobs import ring
from barnstod.notifications.models import Notice
from barnstod.security.rotation import rotate
from barnstod.security.sealing import open_sealed, seal, sealed_anew

LETTER = "emails/something_to_read.txt"  # for every kind that has no words of its own


def queue(kind: str, *, to, path: str, is_secret: bool = False) -> Notice:
    """Owe ``to`` a letter that points at ``path``; rings the worker when all is committed.

    ``to`` is an account, or the address of a mailbox that several read. A secret path, one that
    lets in whoever has it, is for a person alone, and sealed until the letter is sent.
    """
    whom = {"mailbox": to} if isinstance(to, str) else {"recipient": to}
    notice = Notice(kind=kind, **whom)
    if is_secret:
        notice.sealed_path = seal(path, _context(notice))
    else:
        notice.path = path
    notice.save()
    ring("notifications.deliver", notice.pk)
    return notice


def withdraw(*, about: str, but_for) -> int:
    """Owe nobody else than ``but_for`` the letters that point at a page of ``about``; how many.

    Mailboxes are among the others. One that is being sent at this moment is waited for.
    """
    owed = Notice.objects.unsent().filter(path__contains=f"/{about}/")
    others = Q(recipient__isnull=True) | ~Q(recipient__in=but_for)
    gone, _rows = owed.filter(others).delete()
    return gone


@transaction.atomic
def send(*, notice_id: int) -> bool:
    """Send the notice unless it is sent already; safe to call any number of times.

    A crash after the mail server said yes and before the commit sends it once more; the fixed
    Message-ID lets the recipient's server drop the second copy. To a closed account nothing is
    sent any more.
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
    if notice.recipient is None or notice.recipient.is_active:
        letter_of(notice).send()
    notice.sent_at, notice.sealed_path = timezone.now(), ""
    notice.save(update_fields=["sent_at", "sealed_path"])
    return True


@transaction.atomic
def rotate_paths() -> tuple[int, int]:
    """Seal the secret paths of letters still owed with the current key; how many, how many left."""
    owed = Notice.objects.unsent().exclude(sealed_path="").select_for_update(of=("self",))
    return rotate(owed, _seal_anew)


def _seal_anew(notice: Notice) -> bool:
    before = notice.sealed_path
    notice.sealed_path = sealed_anew(before, _context(notice))
    if notice.sealed_path == before:
        return False
    notice.save(update_fields=["sealed_path"])
    return True


def letter_of(notice: Notice) -> EmailMessage:
    """Return the letter: the template's first line is the subject, a blank line, the body."""
    path = notice.path or open_sealed(notice.sealed_path, _context(notice))
    with translation.override("sv"):
        template = select_template([f"emails/{notice.kind}.txt", LETTER])
        letter = template.render({"url": f"{settings.BASE_URL}{path}"})
    subject, body = letter.strip().split("\n\n", 1)
    headers = {"Message-ID": f"<{notice.key}@barnstod>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body + "\n", to=[_address_of(notice)], headers=headers)


def _address_of(notice: Notice) -> str:
    return notice.recipient.email if notice.recipient else notice.mailbox


def _context(notice: Notice) -> str:
    return f"notice.path:{notice.key}"
