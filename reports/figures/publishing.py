"""Making the figures of a term known: once, all of them, as they then are."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.terms import Term
from reports import policies
from reports.figures.cells import Mark
from reports.figures.counting import Scope
from reports.figures.periods import last_day
from reports.figures.reading import COUNTER, heads_of, tables_of
from reports.figures.registry import FIGURES
from reports.figures.sheets import Sheet
from reports.figures.tables import is_counted
from reports.figures.version import counting_version
from reports.models.published import PublishedCell, PublishedTable

PUBLISHING = 0x46494755  # the key of the advisory lock


def can_publish_on(term: Term, today) -> bool:
    """Tell whether the term is over: only whole terms are made known."""
    return last_day(term) < today


@transaction.atomic
def publish(*, term: Term, by) -> None:
    """Freeze every figure of the term for all readers. A second call changes nothing.

    Raises PermissionDenied, or ValidationError while the term lasts, and of one before the portal
    counted anything: its noughts would stand, and every later term would be compared with them.
    """
    authorize(policies.can_write, by)
    one_at_a_time()
    today = timezone.localdate()
    if not can_publish_on(term, today):
        raise ValidationError(_("The term is not over yet. Its figures can be published after it."))
    if PublishedTable.objects.filter(year=term.year, season=term.season).exists():
        return
    if not is_counted(term):
        raise ValidationError(
            _("The portal did not count anything that term yet. There is nothing to publish.")
        )
    scope = Scope.of(term, today)
    with acting_as(COUNTER):
        tables = {figure.code: tables_of(figure, scope) for figure in FIGURES}
    if not all(map(agree, tables.values())):
        raise ValidationError(_("Somebody wrote while the figures were counted. Publish again."))
    found = [(code, sheet) for code, sheets in tables.items() for sheet in sheets]
    kept = [_keep(code, sheet, place, scope, by) for place, (code, sheet) in enumerate(found)]
    record("figures.publish", by=by, on=kept[0], term=term.code, tables=len(kept))


def one_at_a_time() -> None:
    """Let a second publication wait for the first, which then has published everything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def agree(sheets: list[Sheet]) -> bool:
    """Tell whether every table of children has the whole that the figure's one number says.

    Two wholes that differ are of two moments, and the difference between them would be told.
    """
    first, *rest = sheets
    [whole] = first.cells.values()
    return all(
        sheet.cells[sheet.rows[-1].code, sheet.columns[-1].code] == whole
        for sheet in rest
        if sheet.unit.is_of_children
    )


def _keep(figure: str, sheet: Sheet, position: int, scope: Scope, by) -> PublishedTable:
    table = PublishedTable.objects.create(
        figure=figure,
        code=sheet.code,
        year=scope.term.year,
        season=scope.term.season,
        position=position,
        unit=sheet.unit,
        is_of_children=sheet.unit.is_of_children,
        day=scope.day,
        heads=heads_of(sheet),
        version=counting_version(),
        published_by=by,
    )
    PublishedCell.objects.bulk_create(
        PublishedCell(
            table=table,
            is_of_children=table.is_of_children,
            row=row,
            column=column,
            value=None if isinstance(cell, Mark) else cell,
            mark=cell if isinstance(cell, Mark) else "",
        )
        for (row, column), cell in sheet.cells.items()
    )
    return table
