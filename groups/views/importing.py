"""Groups from a file: the form, a look at what they become, writing them, taking them back."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security.access import allow
from barnstod.web.downloads import download
from barnstod.web.spreadsheets import SheetRefused, Table
from groups import policies
from groups.exceptions import GroupRefusal
from groups.forms.importing import UploadForm
from groups.forms.vocabulary import vocabularies
from groups.models import GroupImport
from groups.preview import Preview, preview_of
from groups.queries.importing import recent_imports
from groups.services import importing as services
from groups.template_file import explanations, template_file
from groups.titles import office_title
from groups.untouched import changes_since_import

SALT = "groups.import"
LOOKED_AT_FOR = 12 * 3600  # seconds: a working day to look through a file
TEMPLATE_NAME = "grupper-mall"


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage)
def upload(request):
    """Take a file and show what it would become. Nothing is written here."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        table = form.cleaned_data["file"]
        try:
            return _preview_page(request, table, preview_of(table, request.user))
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "columns": explanations(vocabularies(request.user)),
        "imports": recent_imports(),
        "crumbs": _crumbs(),
    }
    return render(request, "groups/import_form.html", context)


@require_POST
@allow(policies.can_manage)
def write(request):
    """Write the rows that were looked at: those and no others, all of them or none."""
    table = _looked_at(request.POST.get("table", ""))
    if table is None:
        messages.error(request, _("Choose the file once more: it was looked at too long ago."))
        return redirect("groups:import_upload")
    try:
        preview = preview_of(table, request.user)
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("groups:import_upload")
    if before := preview.all_imported:
        messages.info(request, _("These rows have been imported already."))
        return redirect(before)
    if _numbers(preview) != request.POST.get("rows"):
        messages.error(
            request, _("Something has changed meanwhile. Look once more. Nothing was saved.")
        )
        return _preview_page(request, table, preview)
    try:
        made = services.write_import(
            by=request.user, units=list(preview.units()), closed=preview.closed
        )
    except GroupRefusal as refusal:
        messages.error(request, str(refusal))
        return _preview_page(request, table, preview_of(table, request.user))
    messages.success(request, _("The groups are saved as drafts."))
    return redirect(made)


@require_safe
@allow(policies.can_manage)
def detail(request, pk):
    """Show what became of an import, and what undoing it would leave."""
    imports = GroupImport.objects.select_related("imported_by", "undone_by")
    group_import = get_object_or_404(imports, pk=pk)
    rows = list(
        group_import.rows.select_related("group__programme").prefetch_related(
            "group__hosting_districts"
        )
    )
    changed = changes_since_import(rows)
    context = {
        "group_import": group_import,
        "rows": [
            (row, office_title(row.group) if row.group else "", changed.get(row.group_id or 0, ""))
            for row in rows
        ],
        "untouched": sum(row.group_id is not None and row.group_id not in changed for row in rows),
        "crumbs": [*_crumbs(), (_("Import groups"), reverse("groups:import_upload"))],
    }
    return render(request, "groups/import_detail.html", context)


@require_POST
@allow(policies.can_manage)
def undo(request, pk):
    group_import = get_object_or_404(GroupImport, pk=pk)
    try:
        undone = services.undo_import(group_import=group_import, by=request.user)
    except GroupRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect(group_import)
    words = ngettext(
        "%(number)s group was removed.", "%(number)s groups were removed.", undone.removed
    )
    messages.success(request, words % {"number": undone.removed})
    if undone.kept:
        messages.warning(request, _("Those that were changed since stay: see below."))
    return redirect(group_import)


@require_safe
@allow(policies.can_manage)
def template(request, kind):
    return download(template_file(kind, request.user), kind, TEMPLATE_NAME)


def _preview_page(request, table: Table, preview: Preview):
    context = {
        "preview": preview,
        "table": _signed(table),
        "numbers": _numbers(preview),
        "crumbs": [*_crumbs(), (_("Import groups"), reverse("groups:import_upload"))],
    }
    return render(request, "groups/import_preview.html", context)


def _numbers(preview: Preview) -> str:
    return ",".join(map(str, preview.ready))


def _signed(table: Table) -> str:
    """Return the table as the page carries it until it is confirmed; the file is kept nowhere."""
    return signing.dumps(table.as_lists(), salt=SALT, compress=True)


def _looked_at(signed: str) -> Table | None:
    try:
        return Table.of_lists(signing.loads(signed, salt=SALT, max_age=LOOKED_AT_FOR))
    except signing.BadSignature:
        return None


def _crumbs():
    return [(_("Groups"), reverse("groups:office_list"))]
