"""Writing the audit: in the transaction of what it tells about, or not at all."""

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import actor_of
from barnstod.web.log import current_request_id


def record(action: str, *, by, on, **detail) -> AuditEvent:
    """Write that ``by`` (a user or an actor string) did ``action`` with the row ``on``.

    ``detail`` holds codes, numbers and states; never a name and never what somebody typed.
    """
    return AuditEvent.objects.create(
        actor=actor_of(by),
        action=action,
        subject_type=on._meta.label_lower,
        subject=str(getattr(on, "reference", on.pk)),
        detail=detail,
        request_id=current_request_id(),
    )


def record_all(action: str, *, by, on, **detail) -> None:
    """Write the same of many rows in one statement: a page that shows several logs each of them."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor=actor_of(by),
            action=action,
            subject_type=row._meta.label_lower,
            subject=str(getattr(row, "reference", row.pk)),
            detail=detail,
            request_id=current_request_id(),
        )
        for row in on
    )
