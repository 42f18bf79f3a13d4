"""Writing programmes, the boards' decisions about them, and manuals in their versions."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import PROTECT, Max
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.services import fill, free_code
from groups import policies
from groups.choices import VersionStatus
from groups.filekinds import kind_of
from groups.models import Manual, ManualVersion, Programme, ProgrammeDecision, ProgrammeTheme
from groups.models.library import LARGEST_FILE


@transaction.atomic
def write_programme(*, programme: Programme, by, **fields) -> Programme:
    """Write these fields of a new or known programme and return it.

    How a programme is documented stays once it is in use: what has been written about children
    follows it. Raises ValidationError if that would change.
    """
    authorize(policies.can_keep_library, by)
    verb = "change" if programme.pk else "add"
    if programme.pk:
        programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    before = programme.documentation_mode
    changed = fill(programme, fields)
    if programme.documentation_mode != before and programme.pk and is_in_use(programme):
        raise ValidationError(
            _("The programme is in use. Add a new one to document in another way.")
        )
    programme.code = programme.code or free_code(Programme, programme.name)
    programme.full_clean()
    programme.save()
    record(f"programme.{verb}", by=by, on=programme, changed=changed)
    return programme


@transaction.atomic
def write_themes(*, programme: Programme, themes: Sequence[str], by) -> list[ProgrammeTheme]:
    """Give the programme these themes, in the order of its sessions, instead of those it had.

    Groups that there are keep theirs: a theme is copied when sessions are planned.
    """
    authorize(policies.can_keep_library, by)
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    rows = [
        ProgrammeTheme(programme=programme, number=number, theme=theme)
        for number, theme in enumerate(themes, start=1)
    ]
    programme.themes.all().delete()
    for row in rows:
        row.full_clean()
    ProgrammeTheme.objects.bulk_create(rows)
    record("programme.themes", by=by, on=programme, number=len(rows))
    return rows


def is_in_use(programme: Programme) -> bool:
    """Tell whether a group, or a row of an app above, stands on this programme.

    Asked of every table that protects the programme, because this app cannot know them all. Its
    own decisions and manuals do not count.
    """
    own = (Manual, ProgrammeDecision)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: programme}).exists()
        for relation in programme._meta.related_objects
        if relation.on_delete is PROTECT and relation.related_model not in own
    )


@transaction.atomic
def write_decision(*, decision: ProgrammeDecision, by, **fields) -> ProgrammeDecision:
    """Write a board's decision about a programme, new or known, and return it."""
    authorize(policies.can_keep_library, by)
    verb = "change" if decision.pk else "add"
    if decision.pk:
        rows = ProgrammeDecision.objects.select_for_update(of=("self",))
        decision = rows.get(pk=decision.pk)
    fill(decision, fields)
    decision.full_clean()
    decision.save()
    record(f"decision.{verb}", by=by, on=decision, programme=decision.programme.code)
    return decision


@transaction.atomic
def add_manual(*, programme: Programme, by, title: str, **version) -> Manual:
    """Add a manual with its first version and return it."""
    authorize(policies.can_keep_library, by)
    manual = Manual(programme=programme, title=title)
    manual.full_clean()
    manual.save()
    record("manual.add", by=by, on=manual, programme=programme.code)
    add_version(manual=manual, by=by, **version)
    return manual


@transaction.atomic
def add_version(
    *,
    manual: Manual,
    by,
    content: bytes | None = None,
    link: str = "",
    status: str = VersionStatus.DRAFT,
    note: str = "",
) -> ManualVersion:
    """Add the next version of a manual, a file or a link, and return it.

    Raises ValidationError for a file that is too large or of a kind we do not keep.
    """
    authorize(policies.can_keep_library, by)
    manual = Manual.objects.select_for_update(of=("self",)).get(pk=manual.pk)
    last = manual.versions.aggregate(last=Max("number"))["last"] or 0
    version = ManualVersion(
        manual=manual,
        number=last + 1,
        content=content,
        file_kind=_kind_of(content),
        link=link,
        status=status,
        note=note,
        uploaded_by=by,
    )
    version.full_clean()
    version.save()
    detail = {"number": version.number, "kind": version.file_kind or "link"}
    record("manual.version", by=by, on=manual, status=status, **detail)
    return version


@transaction.atomic
def change_status(*, version: ManualVersion, status: str, by) -> ManualVersion:
    """Say how far a version has come: draft, being tried, evaluated. The text stays."""
    authorize(policies.can_keep_library, by)
    version = ManualVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    before, version.status = version.status, status
    version.clean_fields(exclude=["content"])
    version.save(update_fields=["status"])
    record(
        "manual.status",
        by=by,
        on=version.manual,
        number=version.number,
        before=before,
        after=status,
    )
    return version


@transaction.atomic
def remove_version(*, version: ManualVersion, by) -> None:
    """Take away a version that should never have been here, and its manual if it was the only one.

    Its number is not used again while a later version stands.
    """
    authorize(policies.can_keep_library, by)
    manual = Manual.objects.select_for_update(of=("self",)).get(pk=version.manual_id)
    record("manual.version_remove", by=by, on=manual, number=version.number)
    version.delete()
    if not manual.versions.exists():
        manual.delete()


def _kind_of(content: bytes | None) -> str:
    if content is None:
        return ""
    kind = kind_of(content) if 0 < len(content) <= LARGEST_FILE else None
    if kind is None:
        raise ValidationError(
            _("We keep PDF, Word without macros, OpenDocument and plain text, up to 10 MB.")
        )
    return kind
