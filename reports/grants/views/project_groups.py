"""The form in which the support groups of a project are named."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from reports.exceptions import MoveNotPossible
from reports.grants import policies
from reports.grants.group_form import ProjectGroupsForm
from reports.grants.project_groups import may_name, name_groups
from reports.grants.views.grants import CHANGED_BEFORE_YOU, crumbs, own_grant


@require_http_methods(["GET", "POST"])
@allow(policies.can_write_grants)
def grant_groups(request, code):
    grant = own_grant(request, code)
    form = ProjectGroupsForm(request.POST or None, grant=grant)
    try:
        if not may_name(grant):
            raise MoveNotPossible(f"{grant.code} is {grant.state}")
        if request.method == "POST" and form.is_valid():
            name_groups(grant=grant, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(f"{grant.get_absolute_url()}#grupper")
    except MoveNotPossible:
        messages.error(request, CHANGED_BEFORE_YOU)
        return redirect(grant)
    context = {
        "form": form,
        "title": _("The groups of the project"),
        "grant": grant,
        "crumbs": [*crumbs(), (str(grant), grant.get_absolute_url())],
    }
    return render(request, "reports/grant_groups.html", context)
