"""Where a member of staff works: what their role may open follows from it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
    """Show where one person works, and take a new workplace."""
    person = get_object_or_404(User, pk=pk)
    form = WorkplaceForm(request.POST or None)

    def write(place):
        return services.affiliate(user=person, **{place._meta.model_name: place}, by=request.user)

    if saved(form, write):
        messages.success(request, _("Saved."))
        return redirect("districts:workplaces", pk)
    rows = person.affiliations.select_related("district", "organisation")
    context = {
        "person": person,
        "now": rows.valid_on(timezone.localdate()),
        "form": form,
        "may_change": policies.can_assign_workplace_of(request.user, person),
        "crumbs": [
            (_("People"), reverse("accounts:people")),
            (person.name, reverse("accounts:person", args=[pk])),
        ],
    }
    return render(request, "districts/workplaces.html", context)


@require_POST
@allow(policies.can_assign_workplaces)
def workplace_end(request, pk, workplace):
    rows = Affiliation.objects.valid_on(timezone.localdate()).select_related("user")
    services.end_affiliation(
        workplace=get_object_or_404(rows, pk=workplace, user=pk), by=request.user
    )
    messages.success(request, _("The workplace is ended."))
    return redirect("districts:workplaces", pk)
