"""The pages of grants: the list, one grant, its moves, and what leaves as a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.security.access import allow, authorize
from barnstod.web.downloads import table_file
from barnstod.web.saving import saved
from reports.exceptions import MoveNotPossible
from reports.grants import policies, queries, services, words
from reports.grants.choices import GrantState
from reports.grants.forms import GrantForm, MoveForm
from reports.grants.importing import COLUMNS, CostsForm
from reports.grants.parts import PARTS
from reports.grants.project_groups import may_name
from reports.grants.sums import sums_of
from reports.grants.workflow import MOVES, moves_open_to
from reports.models import Grant, Report
from reports.policies import can_write

CHANGED_BEFORE_YOU = gettext_lazy("The grant has come too far for this. Nothing was saved.")


@require_GET
@allow(policies.can_read_grants)
def grant_list(request):
    rows = [
        (grant, sums_of(grant, grant.budget.all(), grant.ledger.all()))
        for grant in queries.listed(request.user)
    ]
    context = {"rows": rows, "may_write": policies.can_write_grants(request.user)}
    return render(request, "reports/grant_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def grant_create(request):
    return _form(request, Grant(), _("New grant"), [])


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def grant_edit(request, code):
    grant = own_grant(request, code)
    return _form(request, grant, _("Change the grant"), [(str(grant), grant.get_absolute_url())])


@require_GET
@allow(policies.can_read_grants)
def grant_detail(request, code):
    return render(request, "reports/grant_detail.html", _detail(request, visible(request, code)))


@require_POST
@allow(policies.can_read_grants)
def grant_move(request, code, name):
    grant = visible(request, code)
    if name not in moves_open_to(request.user, grant):
        messages.error(request, CHANGED_BEFORE_YOU)
        return redirect(grant)
    form = _move_form(grant, name, request.POST)
    try:
        moved = saved(
            form,
            lambda **details: services.move(grant=grant, name=name, by=request.user, **details),
        )
    except MoveNotPossible:
        messages.error(request, CHANGED_BEFORE_YOU)
        return redirect(grant)
    if moved:
        return redirect(moved)
    context = _detail(request, visible(request, code), {name: form})
    return render(request, "reports/grant_detail.html", context, status=422)


@require_POST
@allow(policies.can_write_grants)
def grant_next_year(request, code):
    grant = visible(request, code)
    try:
        following = services.begin_next_year(grant=grant, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(grant)
    messages.success(request, _("The next year is begun. See through budget, goals and texts."))
    return redirect(following)


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def costs_import(request, code):
    grant = own_grant(request, code)
    form = CostsForm(request.POST or None, request.FILES or None)

    def write(file):
        return services.import_costs(grant=grant, by=request.user, rows=file)

    try:
        number = saved(form, write)
    except MoveNotPossible:
        messages.error(request, CHANGED_BEFORE_YOU)
        return redirect(grant)
    if number:
        messages.success(request, _("%(number)s costs were entered.") % {"number": number})
        return redirect(grant)
    context = {
        "form": form,
        "columns": COLUMNS,
        "crumbs": [*crumbs(), (str(grant), grant.get_absolute_url())],
    }
    return render(request, "reports/grant_import.html", context)


@require_GET
@allow(policies.can_read_grants)
def grant_account(request, code, kind):
    view = queries.whole(visible(request, code))
    name = f"redovisning-{view.grant.code}"[:31]  # also the name of a sheet
    return table_file(kind, name, words.HEADINGS, words.lines(view.sums))


def visible(request, code) -> Grant:
    """Return the grant, or answer 404 for one that does not exist for this reader."""
    grants = Grant.objects.visible_to(request.user).with_sources()
    return get_object_or_404(grants.select_related("continues", "continued_by"), code=code)


def own_grant(request, code) -> Grant:
    """Return the grant if the reader may write in it, else answer 404 or 403."""
    grant = visible(request, code)
    authorize(policies.can_write_grants, request.user, grant)
    return grant


def crumbs() -> list[tuple[str, str]]:
    return [(_("Reports"), reverse("reports:list")), (_("Grants"), reverse("reports:grants"))]


def _form(request, grant, title, more):
    form = GrantForm(request.POST or None, instance=grant)
    try:
        written = saved(
            form, lambda **fields: services.write_grant(grant=grant, by=request.user, **fields)
        )
    except MoveNotPossible:
        messages.error(request, CHANGED_BEFORE_YOU)
        return redirect("reports:grants")
    if written:
        messages.success(request, _("Saved."))
        return redirect(written)
    context = {"form": form, "title": title, "crumbs": [*crumbs(), *more], "remove": None}
    return render(request, "form_page.html", context)


def _move_form(grant, name, data=None):
    return MoveForm(data, instance=grant, prefix=name, move=MOVES[name])


def _detail(request, grant, bound=None):
    """Return what the page of a grant shows; ``bound`` holds a form that was filled in wrong."""
    view, user = queries.whole(grant), request.user
    may_write = policies.can_write_grants(user, grant)
    forms = bound or {}
    return {
        "view": view,
        "grant": grant,
        "differences": [words.difference_in_words(one) for one in view.differences],
        "may_edit": may_write and grant.state not in (GrantState.CLOSED, GrantState.REFUSED),
        "may_name": may_write and may_name(grant),
        "may_continue": policies.can_continue(user, grant)
        and not hasattr(grant, "continued_by")
        and grant.state != GrantState.DRAFT,
        "may_add": {name: may_write and kind.may_add(grant) for name, kind in PARTS.items()},
        "may_change": {name: may_write and kind.may_change(grant) for name, kind in PARTS.items()},
        "buttons": [
            (name, MOVES[name], forms.get(name) or _move_form(grant, name))
            for name in moves_open_to(user, grant)
        ],
        "reports": Report.objects.visible_to(user).filter(grant=grant).defer("texts"),
        "may_report": can_write(user),
        "crumbs": crumbs(),
    }
