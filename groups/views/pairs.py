"""Making two groups of a pair: first what it means, then whether it shall be."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from groups import policies, queries, services
from groups.exceptions import GroupRefusal
from groups.partners import partner_of
from groups.titles import office_title


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage)
def split(request, slug):
    """Ask, then part the two; a group that meets alone has its own page."""
    group = get_object_or_404(queries.editable_by(request.user), slug=slug)
    partner = partner_of(group)
    if partner is None:
        return redirect(group)
    context = {
        "group": group,
        "title": office_title(group),
        "partner": partner,
        "partner_title": office_title(partner),
        "seen": services.version_of(group),
    }
    if request.method == "POST":
        try:
            services.split_pair(group=group, seen=request.POST.get("seen", ""), by=request.user)
        except GroupRefusal as refusal:
            context["refusals"] = [refusal]
        else:
            messages.success(request, _("They are two groups now, each with its own plan."))
            return redirect(group)
    return render(request, "groups/pair_split.html", context)
