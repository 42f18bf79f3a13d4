"""Waiting for others: not for long, and never an error page at the end of it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from referrals.exceptions import TooManyAtOnce
from referrals.models import Consent, Identity, NamedReader, Offer, Referral

LOCK_TIMEOUT = "5s"  # how long a person waits for others before being told to try again


@contextmanager
def all_or_nothing():
    """One transaction, or a savepoint of the caller's, that waits five seconds for others.

    Raises TooManyAtOnce after that, and ValidationError with the rule's own words where a
    constraint refuses what was to be written.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise TooManyAtOnce from error
        raise
    except IntegrityError as error:
        raise ValidationError(_message_of(error)) from error


def lock(referral) -> Referral:
    """Return ``referral`` as it is now, locked until the transaction ends."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("group__programme")
    return rows.get(pk=referral.pk)


def broken_rule(error: IntegrityError) -> str:
    """Return the name of the constraint that refused; empty if the driver does not say."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _message_of(error: IntegrityError) -> str:
    """Return what the broken constraint says; the name of a rule without words is for the log."""
    name = broken_rule(error)
    for model in (Referral, Offer, Consent, NamedReader, Identity):
        for constraint in model._meta.constraints:
            words = constraint.violation_error_message
            if constraint.name == name and words != constraint.default_violation_error_message:
                return str(words)
    return _("This does not fit together (%(rule)s). Nothing was saved.") % {"rule": name}
