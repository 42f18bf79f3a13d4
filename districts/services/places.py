"""Every write to districts, organisations and workplaces."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts import policies
from districts.data_files import read
from districts.models import Affiliation, District, Neighbourhood, Organisation


@transaction.atomic
def affiliate(*, user, by, district=None, organisation=None, valid_from=None, valid_to=None):
    """Give ``user`` a workplace, a district or an organisation, and return it.

    Raises PermissionDenied if ``by`` may not, ValidationError if it overlaps one the person has.
    """
    authorize(policies.can_assign_workplace_of, by, user)
    workplace = Affiliation(
        user=user,
        district=district,
        organisation=organisation,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
    )
    workplace.full_clean()
    workplace.save()
    place = {"district": district.code} if district else {"organisation": organisation.code}
    record("affiliation.start", by=by, on=workplace, user=user.pk, **place)
    return workplace


@transaction.atomic
def end_affiliation(*, workplace, by) -> None:
    """Take the workplace away at once. One of today leaves no day behind, only its audit."""
    authorize(policies.can_assign_workplace_of, by, workplace.user)
    workplace = Affiliation.objects.select_for_update(of=("self",)).get(pk=workplace.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    record("affiliation.end", by=by, on=workplace, user=workplace.user_id)
    if workplace.valid_from > yesterday:
        workplace.delete()
    elif workplace.valid_to is None or workplace.valid_to > yesterday:
        workplace.valid_to = yesterday
        workplace.save(update_fields=["valid_to"])


@transaction.atomic
def write_concern(*, district, by, concern_phone: str, concern_address: str) -> District:
    """Write where worry about a child is reported; the audit tells which field changed."""
    authorize(policies.can_keep_registers, by)
    kept = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    said = {"concern_phone": concern_phone, "concern_address": concern_address}
    changed = [field for field, value in said.items() if getattr(kept, field) != value]
    for field in changed:
        setattr(kept, field, said[field])
    kept.save(update_fields=changed)
    record("district.concern", by=by, on=kept, fields=changed)
    return kept


@transaction.atomic
def load_districts() -> None:
    """Make districts and neighbourhoods what the data files say; unchanged rows stay untouched."""
    rows = {row["code"]: row for row in read("districts.csv")}
    known = {district.code: district for district in District.objects.all()}
    # A district that ended needs its successor first; the youngest have none.
    for code in sorted(rows, key=lambda code: rows[code]["valid_to"] or "9999", reverse=True):
        row = rows[code]
        known[code] = keep(
            District,
            known.get(code),
            code=code,
            name=row["name"],
            board_name=row["board_name"],
            region=row["region"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor_id=known[row["successor"]].pk if row["successor"] else None,
        )
    places = {place.code: place for place in Neighbourhood.objects.all()}
    missing = []
    for row in read("neighbourhoods.csv"):
        code, pk = slugify(row["neighbourhood"]), known[row["district"]].pk
        fields = {"code": code, "name": row["neighbourhood"], "district_id": pk}
        if code in places:
            keep(Neighbourhood, places[code], **fields)
        else:
            missing.append(Neighbourhood(**fields))
    Neighbourhood.objects.bulk_create(missing)


@transaction.atomic
def load_organisations() -> None:
    """Add the organisations of the source documents; what the office has written since stays."""
    rows = {row["code"]: row for row in read("organisations.csv")}
    known = {one.code: one for one in Organisation.objects.filter(code__in=rows)}
    missing = rows.keys() - known.keys()
    for code in sorted(missing, key=lambda code: (bool(rows[code]["parent"]), code)):
        row = rows[code]  # the wholes before their parts
        known[code] = Organisation.objects.create(
            code=code,
            name=row["name"],
            kind=row["kind"],
            parent_id=known[row["parent"]].pk if row["parent"] else None,
            note=row["note"],
            has_operating_grant=row["operating_grant"] == "yes",
            source=row["source"],
        )


def keep(model, row, **fields):
    """Return ``row`` with these fields, written only if it is new or they differ."""
    if row is None:
        return model.objects.create(**fields)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, fields[name])
        row.save(update_fields=changed)
    return row
