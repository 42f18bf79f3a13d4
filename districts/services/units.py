"""A unit's own affairs: who stands in for whom, and where its letters go."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts import policies
from districts.models import Deputy


@transaction.atomic
def name_deputy(*, user, deputy, valid_from: date, valid_to: date, by) -> Deputy:
    """Let ``deputy`` get the letters of ``user`` on these local days, both included.

    Raises PermissionDenied unless all three work in one unit, ValidationError if somebody stands
    in already.
    """
    authorize(policies.can_name_deputy, by, user, deputy)
    named = Deputy(user=user, deputy=deputy, valid_from=valid_from, valid_to=valid_to, named_by=by)
    named.full_clean()
    named.save()
    days = {"first_day": str(valid_from), "last_day": str(valid_to)}
    record("deputy.name", by=by, on=named, user=user.pk, deputy=deputy.pk, **days)
    return named


@transaction.atomic
def end_deputy(*, named, by) -> None:
    """Let it be over: from today on, or altogether where it has not begun."""
    authorize(policies.can_name_deputy, by, named.user, named.deputy)
    named = Deputy.objects.select_for_update(of=("self",)).get(pk=named.pk)
    record("deputy.end", by=by, on=named, user=named.user_id, deputy=named.deputy_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    if named.valid_from > yesterday:
        named.delete()
    elif named.valid_to > yesterday:
        named.valid_to = yesterday
        named.save(update_fields=["valid_to"])


@transaction.atomic
def write_mailbox(*, unit, mailbox: str, mailbox_use: str, by) -> None:
    """Write where the letters about the unit's cases go; the audit tells that it changed."""
    authorize(policies.can_keep_unit, by, unit)
    kept = type(unit).objects.select_for_update(of=("self",)).get(pk=unit.pk)
    kept.mailbox, kept.mailbox_use = mailbox, mailbox_use
    kept.full_clean(validate_unique=False)
    kept.save(update_fields=["mailbox", "mailbox_use"])
    record(f"{kept._meta.model_name}.mailbox", by=by, on=kept, use=mailbox_use if mailbox else "")
