"""An existing waiting list from a file: a look at what it becomes, writing it, taking it back."""

import json
from functools import cache

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security.access import allow
from barnstod.security.sealing import SealBroken, open_sealed, seal
from barnstod.web.spreadsheets import SheetRefused, Table
from districts.queries import find_place
from groups.choices import Need
from referrals import policies, queries, services
from referrals.forms.importing import GROUNDS, WaitingFileForm
from referrals.models.imports import CaseImport, ImportedCase
from referrals.views.answers import REFUSALS, words_of
from referrals.waiting_columns import COLUMNS, HINTS, NEEDED
from referrals.waiting_file import Read, alike, content_of, read_file

LOOKED_AT_FOR = 3600  # seconds between a look at the file and its import


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def upload(request):
    """Take a file and show what it would become. Nothing is written here."""
    is_sent = request.method == "POST"
    form = WaitingFileForm(request.POST, request.FILES) if is_sent else WaitingFileForm()
    if is_sent and form.is_valid():
        table, ground = form.cleaned_data["file"], form.cleaned_data["ground"]
        try:
            read = _read(table)
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if before := _imported_before(table):
                form.add_error("file", before)
            elif ground or not any(row.needs_ground for row in read.ready):
                return _preview(request, table, ground, read)
            else:
                form.need_ground()
    context = {
        "form": form,
        "columns": [(w, field in NEEDED, HINTS.get(field, "")) for field, w in COLUMNS.items()],
        "imports": CaseImport.objects.select_related("imported_by")[:10],
    }
    return render(request, "referrals/import_form.html", context)


@require_POST
@allow(policies.can_handle_cases)
def write(request):
    """Write the rows that were looked at: all that are right, or none of them."""
    looked_at = _opened(request.user, request.POST.get("table", ""))
    if looked_at is None:
        messages.error(request, _("Choose the file once more: it was looked at too long ago."))
        return redirect("referrals:import_upload")
    table, ground = looked_at
    left_out = request.POST.getlist("leave")
    ready = [row for row in _new(_read(table)) if str(row.row) not in left_out]
    if not ready:
        messages.info(request, _("No row was left to import."))
        return redirect("referrals:import_upload")
    try:
        made = services.import_cases(
            rows=ready, content=content_of(table), ground=ground, by=request.user
        )
    except REFUSALS as error:
        messages.error(request, words_of(error))
        return redirect("referrals:import_upload")
    messages.success(request, _("The waiting list is imported."))
    if any(Need.FAMILY_VIOLENCE in row.fields["needs"] for row in ready):
        messages.info(
            request,
            _(
                "Those with violence wait for a place once it is safe: "
                "answer the safety questions in each of them."
            ),
        )
    return redirect(made)


@require_safe
@allow(policies.can_handle_cases)
def detail(request, pk):
    """Show what became of an import; a case that is hidden from the reader stands as hidden."""
    case_import = get_object_or_404(
        CaseImport.objects.select_related("imported_by", "undone_by"), pk=pk
    )
    rows = case_import.rows.select_related("referral")
    return render(
        request, "referrals/import_detail.html", {"case_import": case_import, "rows": rows}
    )


@require_POST
@allow(policies.can_handle_cases)
def undo(request, pk):
    case_import = get_object_or_404(CaseImport, pk=pk)
    try:
        removed, kept = services.undo_import(case_import=case_import, by=request.user)
    except REFUSALS as error:
        messages.error(request, words_of(error))
    else:
        messages.success(
            request,
            _("Erased: %(removed)s. Gone on with since, and kept: %(kept)s.")
            % {"removed": removed, "kept": kept},
        )
    return redirect(case_import)


def _read(table) -> Read:
    """Read the table; each place is looked for once, however many live there."""
    return read_file(table, cache(find_place), timezone.localdate())


def _imported_before(table) -> str:
    """Return words for a file that is here already, row for row; empty for another."""
    here = CaseImport.objects.filter(content=content_of(table), undone_at__isnull=True).first()
    if here is None:
        return ""
    words = _("This file was imported on %(day)s. Put what is new in a file of its own.")
    return words % {"day": date_format(timezone.localtime(here.imported_at), "j F Y")}


def _new(read: Read):
    """Return the rows that are not here since an earlier import."""
    prints = [row.fingerprint for row in read.ready]
    rows = ImportedCase.objects.filter(fingerprint__in=prints, referral__isnull=False)
    here = {bytes(one) for one in rows.values_list("fingerprint", flat=True)}
    return [row for row in read.ready if row.fingerprint not in here]


def _preview(request, table, ground, read: Read):
    ready = _new(read)
    doubles, above = queries.doubles_of_rows(request.user, ready), alike(ready)
    rows = [(row, doubles.get(row.row, []), above.get(row.row, [])) for row in ready]
    context = {
        "read": read,
        "ready": ready,
        "rows": rows,
        "perhaps_here": sum(bool(cases or others) for _row, cases, others in rows),
        "here": len(read.ready) - len(ready),
        "table": _sealed(request.user, table, ground),
    }
    return render(request, "referrals/import_preview.html", context)


def _sealed(user, table: Table, ground) -> str:
    """Return the table as the page carries it: sealed, so that no name leaves in plain text."""
    looked_at = int(timezone.now().timestamp())
    return seal(json.dumps([looked_at, ground, *table.as_lists()]), _context(user))


def _opened(user, sealed: str) -> tuple[Table, str] | None:
    try:
        looked_at, ground, *lists = json.loads(open_sealed(sealed, _context(user)))
    except (SealBroken, ValueError):
        return None
    if timezone.now().timestamp() - looked_at > LOOKED_AT_FOR or ground not in ("", *GROUNDS):
        return None
    return Table.of_lists(lists), ground


def _context(user) -> str:
    return f"referrals.waiting_file:{user.pk}"
