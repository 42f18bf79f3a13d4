"""The forms of what a grant consists of: rows of money, goals, activities, days, decisions."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from barnstod.web.saving import saved
from reports.exceptions import MoveNotPossible
from reports.grants import policies, services
from reports.grants.forms import FORMS
from reports.grants.parts import PARTS
from reports.grants.views.grants import CHANGED_BEFORE_YOU, crumbs, own_grant


@dataclass(frozen=True)
class Titles:
    new: str | Promise
    change: str | Promise


TITLES = {
    "budget": Titles(gettext_lazy("New budget row"), gettext_lazy("Change the budget row")),
    "konto": Titles(gettext_lazy("New ledger row"), gettext_lazy("Change the ledger row")),
    "mal": Titles(gettext_lazy("New goal"), gettext_lazy("Change the goal")),
    "aktiviteter": Titles(gettext_lazy("New activity"), gettext_lazy("Change the activity")),
    "dagar": Titles(gettext_lazy("New day to keep"), gettext_lazy("Change the day to keep")),
    "beslut": Titles(gettext_lazy("New decision"), gettext_lazy("Change the decision")),
}


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def part_create(request, code, part):
    grant = own_grant(request, code)
    if not PARTS[part].may_add(grant):
        return _too_far(request, grant)
    return _form(request, grant, part, PARTS[part].model(grant=grant))


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def part_edit(request, code, part, pk):
    grant = own_grant(request, code)
    row = _row(grant, part, pk)
    if not PARTS[part].may_change(grant):
        return _too_far(request, grant)
    return _form(request, grant, part, row)


@require_POST
@allow(policies.can_write_grants)
def part_remove(request, code, part, pk):
    grant = own_grant(request, code)
    row = _row(grant, part, pk)
    try:
        services.remove_part(part=row, by=request.user)
    except MoveNotPossible:
        return _too_far(request, grant)
    messages.success(request, _("Removed."))
    return redirect(grant)


def _form(request, grant, part, row):
    form = FORMS[PARTS[part].model](request.POST or None, instance=row)
    try:
        written = saved(
            form, lambda **fields: services.write_part(part=row, by=request.user, **fields)
        )
    except MoveNotPossible:
        return _too_far(request, grant)
    if written:
        messages.success(request, _("Saved."))
        return redirect(f"{grant.get_absolute_url()}#{part}")
    removable = row.pk and PARTS[part].may_add(grant)
    context = {
        "form": form,
        "title": TITLES[part].change if row.pk else TITLES[part].new,
        "crumbs": [*crumbs(), (str(grant), grant.get_absolute_url())],
        "remove": {
            "url": reverse("reports:grant_part_remove", kwargs=request.resolver_match.kwargs),
            "words": _("Remove it only if it was never true."),
        }
        if removable
        else None,
    }
    return render(request, "form_page.html", context)


def _row(grant, part, pk):
    return get_object_or_404(PARTS[part].model.objects.select_related("grant"), grant=grant, pk=pk)


def _too_far(request, grant):
    messages.error(request, CHANGED_BEFORE_YOU)
    return redirect(grant)
