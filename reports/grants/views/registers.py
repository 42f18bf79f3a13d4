"""The registers beside the grants: the log of decisions, and the letters to the board."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from barnstod.security.access import allow
from barnstod.web.downloads import table_file
from barnstod.web.saving import saved
from reports.grants import policies, services
from reports.grants.forms import LetterForm
from reports.grants.log import decision_log
from reports.grants.views.grants import crumbs
from reports.models import Letter, Report

LOG = ("Datum", "Nämnd eller bidragsgivare", "§", "Diarienummer", "Gäller", "Beslut", "Belopp",
       "Villkor", "Källa")  # fmt: skip


@require_GET
@allow(policies.can_read_grants)
def decisions(request):
    context = {"decisions": decision_log(request.user), "crumbs": crumbs()}
    return render(request, "reports/decision_list.html", context)


@require_GET
@allow(policies.can_read_grants)
def decision_file(request, kind):
    rows = (
        (
            str(one.on or ""),
            one.board,
            one.paragraph,
            one.registry_number,
            one.about,
            one.text if one.is_decided else f"Förslag: {one.text}",
            one.sek,
            one.conditions,
            str(one.source or ""),
        )
        for one in decision_log(request.user)
    )
    return table_file(kind, "beslutslogg", LOG, rows)


@require_GET
@allow(policies.can_read_letters)
def letter_list(request):
    papers = Report.objects.visible_to(request.user).defer("texts")
    context = {
        "letters": Letter.objects.select_related(
            "answered_by", "source", "answer_source"
        ).prefetch_related(Prefetch("papers", papers)),
        "may_write": policies.can_write_grants(request.user),
        "crumbs": crumbs(),
    }
    return render(request, "reports/letter_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def letter_create(request):
    return _letter_form(request, Letter(), _("New letter"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def letter_edit(request, pk):
    # What a source states is not changed by hand.
    letter = get_object_or_404(Letter.objects.filter(source=None), pk=pk)
    return _letter_form(request, letter, _("Change the letter"))


def _letter_form(request, letter, title):
    form = LetterForm(request.POST or None, instance=letter)
    if saved(
        form, lambda **fields: services.write_letter(letter=letter, by=request.user, **fields)
    ):
        messages.success(request, _("Saved."))
        return redirect("reports:letters")
    more = (_("Political letters"), reverse("reports:letters"))
    context = {"form": form, "title": title, "crumbs": [*crumbs(), more], "remove": None}
    return render(request, "form_page.html", context)
