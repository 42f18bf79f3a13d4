"""Writing the groups of a file, all of them or none, and taking them back as long as they rest."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from barnstod.audit.services import record, record_all
from barnstod.security.access import authorize
from groups import policies
from groups.exceptions import GroupRefusal
from groups.models import GroupImport, ImportedGroup, Session, SupportGroup
from groups.services.drafting import SHARED, create_group
from groups.services.seats import lock_groups
from groups.untouched import changes_since_import


class ImportRefusal(GroupRefusal):
    """The file cannot be written, or not be taken back; the words say why."""


@dataclass(frozen=True)
class Incoming:
    """A row that is to become a group: its number, its plan, and what tells it from others."""

    row: int
    plan: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True)
class Undone:
    """How many groups were removed, and why the others stay, by group."""

    removed: int
    kept: Mapping[int, str]


@transaction.atomic
def write_import(
    *, by, units: Sequence[Sequence[Incoming]], closed: Collection[date] = ()
) -> GroupImport:
    """Write the rows as drafts with their sessions and return the import; all or nothing.

    A unit is one row, or the children's and the parents' row of one evening. Raises ImportRefusal
    if a row has been imported before, PlanInTheWay if a room or leader was taken meanwhile.
    """
    authorize(policies.can_manage, by)
    made = GroupImport.objects.create(imported_by=by)
    try:
        with transaction.atomic():
            ImportedGroup.objects.bulk_create(
                row for unit in units for row in _write(made, unit, by, closed)
            )
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ImportRefusal(
                _("Some of the rows have been imported meanwhile. Nothing was saved.")
            ) from error
        raise
    record("group_import.write", by=by, on=made, groups=made.rows.count())
    return made


@transaction.atomic
def undo_import(*, group_import: GroupImport, by) -> Undone:
    """Remove the groups that are as the import wrote them; the others stay.

    Raises ImportRefusal if somebody undid it first, or nothing is left to undo.
    """
    authorize(policies.can_manage, by)
    group_import = GroupImport.objects.select_for_update(of=("self",)).get(pk=group_import.pk)
    if group_import.undone_at:
        raise ImportRefusal(_("The import is undone already."))
    rows = list(group_import.rows.filter(group__isnull=False))
    locked = lock_groups(*(row.group_id for row in rows if row.group_id))
    kept = dict(changes_since_import(rows))
    removed = [
        group
        for pair in _pairs([group for pk, group in locked.items() if pk not in kept])
        for group in _remove(pair, kept)
    ]
    if not removed:
        raise ImportRefusal(_("Every group has been changed since: nothing was undone."))
    group_import.undone_at, group_import.undone_by = timezone.now(), by
    group_import.save(update_fields=["undone_at", "undone_by"])
    record_all("group.remove", by=by, on=removed)
    record("group_import.undo", by=by, on=group_import, removed=len(removed), kept=len(kept))
    return Undone(len(removed), kept)


def _write(made: GroupImport, unit: Sequence[Incoming], by, closed) -> list[ImportedGroup]:
    first, *rest = unit
    parents = _own(rest[0].plan) if rest else None
    group = create_group(by=by, key=uuid.uuid4(), plan=first.plan, parents=parents, closed=closed)
    groups = [one for one in (group, group.parallel_group) if one]
    return [
        ImportedGroup(
            group_import=made,
            row=one.row,
            group=group,
            fingerprint=one.fingerprint,
            version=group.updated_at,
        )
        for one, group in zip(unit, groups, strict=True)
    ]


def _own(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a parents' group does not have from the children's group."""
    return {name: value for name, value in plan.items() if name not in SHARED}


def _pairs(groups: Sequence[SupportGroup]) -> list[list[SupportGroup]]:
    """Return each group with its parallel group, the one that points at the other first."""
    by_id = {group.pk: group for group in groups}
    second = {group.parallel_group_id for group in groups}
    return [
        [group] + ([by_id[group.parallel_group_id]] if group.parallel_group_id in by_id else [])
        for group in groups
        if group.pk not in second
    ]


def _remove(pair: Sequence[SupportGroup], kept: dict[int, str]) -> list[SupportGroup]:
    """Remove the groups with their sessions, unless something of the house refers to them."""
    copies = [SupportGroup(pk=group.pk, slug=group.slug) for group in pair]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Session.objects.filter(group__in=pair).delete()
            for group in pair:
                group.delete()
            # Who reads less than everything cannot see each reference; the database does.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (ProtectedError, IntegrityError):
        words = _("Something else refers to it: a wish for a place, or an offer.")
        kept.update({copy.pk: words for copy in copies})
        return []
    return copies
