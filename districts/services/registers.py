"""Writing organisations, and the entries of a place's register: liaisons, agreements, grants."""

from itertools import count

from django.db import transaction
from django.utils.text import slugify

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts import policies
from districts.models import Agreement, Liaison, OperatingGrant, Organisation

Entry = Liaison | Agreement | OperatingGrant
RESERVED = ("ny",)  # the address of the form for a new one


@transaction.atomic
def write_entry(*, entry: Entry, by, **fields) -> Entry:
    """Write these fields of a new or known entry and return it.

    Raises PermissionDenied if ``by`` may not, ValidationError if it would break a constraint:
    two in one role at once, a period that ends before it begins.
    """
    authorize(policies.can_keep_registers, by)
    verb = "change" if entry.pk else "add"
    if entry.pk:
        entry = type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)
    fill(entry, fields)
    entry.full_clean()
    entry.save()
    record(f"{entry._meta.model_name}.{verb}", by=by, on=entry, **_where(entry))
    return entry


@transaction.atomic
def remove_entry(*, entry: Entry, by) -> None:
    """Take away what was written by mistake; what has ended is given a last day instead."""
    authorize(policies.can_keep_registers, by)
    record(f"{entry._meta.model_name}.remove", by=by, on=entry, **_where(entry))
    entry.delete()


@transaction.atomic
def write_organisation(*, organisation: Organisation, by, **fields) -> Organisation:
    """Write these fields of a new or known organisation and return it.

    A new one gets its address from its name; the address stays when the name changes.
    """
    authorize(policies.can_keep_registers, by)
    verb = "change" if organisation.pk else "add"
    if organisation.pk:
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    changed = fill(organisation, fields)
    organisation.code = organisation.code or free_code(Organisation, organisation.name)
    organisation.full_clean()
    organisation.save()
    record(f"organisation.{verb}", by=by, on=organisation, changed=changed)
    return organisation


def fill(row, fields: dict) -> list[str]:
    """Give a row these fields, unsaved; return the names of those that changed."""
    changed = sorted(name for name in fields if not row.pk or getattr(row, name) != fields[name])
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def free_code(model, name: str) -> str:
    """Return an address nobody has: the name's, or the name's with a number."""
    wanted = slugify(name)[:44] or str(model._meta.model_name)
    taken = set(model.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    codes = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(code for code in codes if code not in taken and code not in RESERVED)


def _where(entry: Entry) -> dict[str, str]:
    """Return the code of the place, and never a name or a number that somebody typed."""
    place = entry.place if isinstance(entry, Liaison) else entry.organisation
    return {str(place._meta.model_name): place.code}
