"""The two looks past the wall that the table of rights asks for; the database limits both."""

from dataclasses import dataclass

from django.db import connection

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from referrals.models import NamedReader, Referral


@dataclass(frozen=True)
class ProtectedCase:
    """All that the head learns of a protected case: what it is called, and who reads it."""

    referral: Referral  # key, reference and alias only
    readers: list
    at_office: list  # those of the readers who are coordinators today


def protected_cases() -> list[ProtectedCase]:
    """Return the open cases of protected children; the database answers the head alone."""
    rows = _ask("SELECT id, reference, spoken FROM referrals_protected_cases() ORDER BY spoken")
    cases = [Referral(pk=pk, reference=reference, spoken=spoken) for pk, reference, spoken in rows]
    coordinators = set(User.objects.holding(Role.COORDINATOR).values_list("pk", flat=True))
    readers: dict = {case.pk: [] for case in cases}
    for reader in NamedReader.objects.filter(referral__in=readers).select_related("user"):
        readers[reader.referral_id].append(reader.user)
    return [
        ProtectedCase(
            case, readers[case.pk], [one for one in readers[case.pk] if one.pk in coordinators]
        )
        for case in cases
    ]


def protected_aliases_in(group) -> list[str]:
    """Return the aliases of the protected children of a leader's own group: nothing else."""
    rows = _ask("SELECT spoken FROM referrals_protected_in(%s) ORDER BY spoken", group.pk)
    return [spoken for (spoken,) in rows]


def _ask(question: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
