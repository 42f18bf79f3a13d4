"""One organisation or district: whom to reach, what was agreed, and the groups there."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from barnstod.security.access import allow
from districts import policies as places
from districts.models import District, Organisation
from groups import policies
from groups.queries import office_rows, registers


@require_safe
@allow(places.can_read_places)
def organisation_detail(request, code):
    rows = Organisation.objects.select_related("parent").prefetch_related("parts")
    organisation, user = get_object_or_404(rows, code=code), request.user
    context = _place(organisation, user) | {
        "organisation": organisation,
        "shows_agreements": places.can_read_agreements(user, organisation),
        "agreements": organisation.agreements.all(),
        "grants": organisation.operating_grants.all(),
        "rows": office_rows(registers.groups_of_organisation(organisation, user), user),
        "crumbs": [(_("Organisations"), reverse("districts:organisations"))],
    }
    return render(request, "groups/organisation_detail.html", context)


@require_safe
@allow(places.can_read_places)
def district_detail(request, code):
    rows = District.objects.select_related("successor").prefetch_related(
        "predecessors", "neighbourhoods"
    )
    district, user = get_object_or_404(rows, code=code), request.user
    context = _place(district, user) | {
        "district": district,
        "rows": office_rows(registers.groups_of_district(district, user), user),
        "crumbs": [(_("Districts"), reverse("districts:list"))],
    }
    return render(request, "groups/district_detail.html", context)


def _place(place, user):
    """Return what both kinds of place show alike."""
    return {
        "today": timezone.localdate(),
        "liaisons": place.liaisons.with_names(),
        "shows_liaisons": places.can_reach_liaisons(user),
        "may_edit": places.can_keep_registers(user),
        "shows_quality": policies.can_see_all_groups(user),
        "criteria": registers.CRITERIA,
    }
