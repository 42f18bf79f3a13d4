"""A unit's own page: its mailbox, who stands in for whom, and who keeps which case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

import districts.services
from barnstod.security.access import allow, authorize
from districts.models import Organisation
from districts.queries import deputies_in
from referrals import policies, queries, services
from referrals.forms.unit import AllCasesForm, DeputyForm, MailboxForm, OfficerForm
from referrals.views.answers import REFUSALS, case_or_404, posted, words_of


@require_http_methods(["GET", "POST"])
@allow(policies.sends_for_unit)
def unit(request):
    """One of the own units; each of its three forms has a button of its own."""
    units = queries.units_of(request.user)
    wanted = request.GET.get("enhet", units[0].unit_code if units else "")
    chosen = next((one for one in units if one.unit_code == wanted), None)
    if chosen is None:
        raise PermissionDenied if not units else Http404
    forms = _forms(request, chosen)
    for name, form in forms.items():
        if name not in request.POST or not form.is_valid():
            continue
        try:
            messages.success(request, SAVERS[name](chosen, request.user, form.cleaned_data))
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return redirect(_address(chosen))
    context = {
        "unit": chosen,
        "is_organisation": isinstance(chosen, Organisation),
        "units": units,
        "deputies": deputies_in(chosen),
        **forms,
    }
    return render(request, "referrals/unit.html", context)


@require_POST
@allow(policies.sends_for_unit)
def end_deputy(request, code, pk):
    chosen = next((one for one in queries.units_of(request.user) if one.unit_code == code), None)
    if chosen is None:
        raise Http404
    named = get_object_or_404(deputies_in(chosen), pk=pk)
    districts.services.end_deputy(named=named, by=request.user)
    messages.success(request, _("Nobody stands in any more."))
    return redirect(_address(chosen))


@require_http_methods(["GET", "POST"])
@allow(policies.sends_for_unit)
def officer(request, reference):
    """Who in the unit keeps this case."""
    referral = case_or_404(request, reference)
    authorize(policies.can_change_officer, request.user, referral)
    form = OfficerForm(posted(request), unit=referral.unit, initial={"officer": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_officer(referral=referral, by=request.user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error("officer", words_of(error))
        else:
            words = _("%(name)s keeps the case from now on.")
            messages.success(request, words % {"name": form.cleaned_data["officer"].name})
            return redirect(referral)
    return render(request, "referrals/case_officer.html", {"referral": referral, "form": form})


def _forms(request, unit) -> dict:
    """Return the forms by the name of their button; the one that was sent holds what was typed."""
    kept = {"mailbox": unit.mailbox, "mailbox_use": unit.mailbox_use}
    formers = queries.officers_of(request.user, unit)

    def sent(name):
        return posted(request) if name in request.POST else None

    return {
        "mailbox_form": MailboxForm(sent("mailbox_form"), initial=kept),
        "deputy_form": DeputyForm(sent("deputy_form"), unit=unit, initial={"user": request.user}),
        "all_form": AllCasesForm(sent("all_form"), unit=unit, formers=formers),
    }


def _save_mailbox(unit, user, answers) -> str:
    districts.services.write_mailbox(unit=unit, by=user, **answers)
    return _("Saved.")


def _save_deputy(unit, user, answers) -> str:
    named = districts.services.name_deputy(by=user, **answers)
    return _("%(deputy)s gets the letters of %(user)s meanwhile.") % {
        "deputy": named.deputy.name,
        "user": named.user.name,
    }


def _save_all(unit, user, answers) -> str:
    moved = services.change_officer_of_all(unit=unit, by=user, **answers)
    words = ngettext("%(n)s case changed hands.", "%(n)s cases changed hands.", moved)
    return words % {"n": moved}


SAVERS = {"mailbox_form": _save_mailbox, "deputy_form": _save_deputy, "all_form": _save_all}


def _address(unit) -> str:
    return f"{reverse('referrals:unit')}?enhet={unit.unit_code}"
