"""The forms of organisations, and of what is registered about a place."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from barnstod.web.saving import saved
from districts import policies, services
from districts.forms import (
    AgreementForm,
    ConcernForm,
    LiaisonForm,
    OperatingGrantForm,
    OrganisationForm,
)
from districts.models import Agreement, District, Liaison, OperatingGrant, Organisation

PLACES: dict[str, Any] = {"organisationer": Organisation, "stadsdelar": District}


@dataclass(frozen=True)
class Register:
    """One kind of entry: its form and its words."""

    model: type
    form: type[ModelForm]
    title_new: str | Promise
    title: str | Promise


REGISTERS = {
    "kontakt": Register(
        Liaison, LiaisonForm, gettext_lazy("New liaison"), gettext_lazy("Change the liaison")
    ),
    "avtal": Register(
        Agreement, AgreementForm, gettext_lazy("New agreement"), gettext_lazy("Change agreement")
    ),
    "bidrag": Register(
        OperatingGrant,
        OperatingGrantForm,
        gettext_lazy("New operating grant"),
        gettext_lazy("Change operating grant"),
    ),
}


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_registers)
def organisation_create(request):
    return _organisation_form(request, Organisation(), _("New organisation"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_registers)
def organisation_edit(request, code):
    organisation = get_object_or_404(Organisation, code=code)
    return _organisation_form(request, organisation, _("Change the organisation"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_registers)
def entry_create(request, kind, code, register):
    place = get_object_or_404(PLACES[kind], code=code)
    entry = REGISTERS[register].model(**_of(place, register))
    return _entry_form(request, place, register, entry)


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_registers)
def entry_edit(request, kind, code, register, pk):
    place = get_object_or_404(PLACES[kind], code=code)
    return _entry_form(request, place, register, _entry(place, register, pk))


@require_POST
@allow(policies.can_keep_registers)
def entry_remove(request, kind, code, register, pk):
    place = get_object_or_404(PLACES[kind], code=code)
    services.remove_entry(entry=_entry(place, register, pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect(place)


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_registers)
def concern(request, code):
    """Where worry about a child is reported in one district."""
    district = get_object_or_404(District, code=code)
    form = ConcernForm(request.POST or None, instance=district)

    def write(**fields):
        return services.write_concern(district=district, by=request.user, **fields)

    if saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(district)
    context = {
        "form": form,
        "title": _("Where worry about a child is reported"),
        "crumbs": _crumbs(district),
        "remove": None,
    }
    return render(request, "form_page.html", context)


def _organisation_form(request, organisation, title):
    form = OrganisationForm(request.POST or None, instance=organisation)

    def write(**fields):
        return services.write_organisation(organisation=organisation, by=request.user, **fields)

    if written := saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(written)
    context = {"form": form, "title": title, "crumbs": _crumbs(organisation), "remove": None}
    return render(request, "form_page.html", context)


def _entry_form(request, place, register, entry):
    words = REGISTERS[register]
    form = words.form(request.POST or None, instance=entry)

    def write(**fields):
        return services.write_entry(entry=entry, by=request.user, **fields)

    if saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(place)
    remove = (
        {
            "url": reverse("districts:entry_remove", kwargs=request.resolver_match.kwargs),
            "words": _(
                "Remove it only if it was never true. What has ended is given a last day instead."
            ),
        }
        if entry.pk
        else None
    )
    context = {
        "form": form,
        "title": words.title if entry.pk else words.title_new,
        "crumbs": _crumbs(place),
        "remove": remove,
    }
    return render(request, "form_page.html", context)


def _entry(place, register, pk):
    return get_object_or_404(REGISTERS[register].model, pk=pk, **_of(place, register))


def _of(place, register) -> dict:
    """Return the field that says whose entry it is. A district has no agreements with the city."""
    if isinstance(place, District) and register != "kontakt":
        raise Http404
    return {str(place._meta.model_name): place}


def _crumbs(place):
    if isinstance(place, District):
        crumbs = [(_("Districts"), reverse("districts:list"))]
    else:
        crumbs = [(_("Organisations"), reverse("districts:organisations"))]
    return [*crumbs, (place.name, place.get_absolute_url())] if place.pk else crumbs
