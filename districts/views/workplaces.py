"""Where a person works: for the administrator, who gives roles on the page beside."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.accounts.models import User
from barnstod.security.access import allow
from barnstod.web.saving import saved
from districts import policies, services
from districts.forms import WorkplaceForm
from districts.models import Affiliation


@require_http_methods(["GET", "POST"])
@allow(policies.can_assign_workplaces)
def workplaces(request, pk):
    """The workplaces of one person; POST adds one from today on."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    form = WorkplaceForm(request.POST if request.method == "POST" else None)

    def write(place):
        return services.affiliate_to(place, user=person, by=request.user)

    if request.method == "POST" and saved(form, write):
        messages.success(request, _("Saved."))
        return redirect("districts:workplaces", pk)
    context = {
        "person": person,
        "workplaces": person.affiliations.select_related("district", "organisation"),
        "today": timezone.localdate(),
        "may_change": policies.can_assign_workplaces_of(request.user, person),
        "form": form,
    }
    return render(request, "districts/workplaces.html", context)


@require_POST
@allow(policies.can_assign_workplaces)
def workplace_end(request, pk, number):
    workplace = get_object_or_404(Affiliation, user=pk, pk=number)
    yesterday = timezone.localdate() - timedelta(days=1)
    services.end_affiliation(workplace=workplace, by=request.user, on=yesterday)
    messages.success(request, _("The person does not work there any more."))
    return redirect("districts:workplaces", pk)
