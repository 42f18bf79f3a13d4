"""Waiting for others: not for long, and never an error page at the end of it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import DeadlockDetected, LockNotAvailable

from referrals.exceptions import TooManyAtOnce
from referrals.models import (
    Consent,
    DeclineGround,
    Handover,
    Household,
    Identity,
    ImportedCase,
    KeptApart,
    NamedReader,
    Offer,
    ParentPlace,
    Referral,
)

LOCK_TIMEOUT = "5s"  # how long a person waits for others before being told to try again
MODELS = (
    Referral,
    Offer,
    Consent,
    NamedReader,
    Identity,
    Household,
    ParentPlace,
    KeptApart,
    DeclineGround,
    Handover,
    ImportedCase,
)
MUST_NOT_MEET = "people_who_must_not_meet"
# What the triggers refuse. The words say neither why nor who: whoever asks may not know of them.
OF_TRIGGERS = {
    MUST_NOT_MEET: gettext_lazy(
        "The evening and the place do not work for this child. Choose another group."
    ),
    "siblings_are_as_they_wish": gettext_lazy(
        "This is not what the siblings wish. Choose another group, or change what they wish first."
    ),
    "household_is_protected_as_one": gettext_lazy(
        "All children of a family are protected, or none of them. Ask the head first."
    ),
    "consent_of_a_child_old_enough": gettext_lazy("The child is too young to say yes alone."),
    "offers_together_have_one_answer": gettext_lazy(
        "The places were offered together and are answered together."
    ),
    "handover_to_somebody_named": gettext_lazy(
        "Nobody in that unit is named on the case of this child. Ask the head first."
    ),
    "parent_place_for_the_safe_parent": gettext_lazy(
        "The place beside this group is only for the parent the child lives safely with."
    ),
}


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


def lock_all(keys) -> list[Referral]:
    """Return the referrals with these keys as they are now, locked in the order of the keys."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("group__programme")
    return list(rows.filter(pk__in=keys).order_by("pk"))


@contextmanager
def checked_afterwards(*rules):
    """Let these rules of the database look once, when all of what is written here is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {', '.join(rules)} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {', '.join(rules)} IMMEDIATE")


def broken_rule(error: IntegrityError) -> str:
    """Return the name of the constraint that refused; empty if the driver does not say."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _message_of(error: IntegrityError) -> str:
    """Return what the broken constraint says; the name of a rule without words is for the log."""
    name = broken_rule(error)
    if name in OF_TRIGGERS:
        return str(OF_TRIGGERS[name])
    for model in MODELS:
        for constraint in model._meta.constraints:
            words = constraint.violation_error_message
            if constraint.name == name and words != constraint.default_violation_error_message:
                return str(words)
    return _("This does not fit together (%(rule)s). Nothing was saved.") % {"rule": name}
