"""The pages about school breaks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from groups import closures, policies
from groups.forms.breaks import BreakForm
from groups.models import SchoolBreak
from groups.services import breaks


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage)
def break_list(request):
    """Show the breaks to come, and take a new one."""
    form, today = BreakForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            breaks.add_break(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The break is written."))
            return redirect("groups:breaks")
    context = {
        "form": form,
        "rows": closures.breaks_to_come(today),
        "next_year": closures.year_without_breaks(today),
        "crumbs": [(_("Calendar"), reverse("groups:calendar"))],
    }
    return render(request, "groups/break_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage)
def break_change(request, pk):
    school_break = get_object_or_404(SchoolBreak, pk=pk)
    form = BreakForm(request.POST or None, instance=school_break)
    if request.method == "POST" and form.is_valid():
        try:
            breaks.change_break(school_break=school_break, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The break is written."))
            return redirect("groups:breaks")
    crumbs = [
        (_("Calendar"), reverse("groups:calendar")),
        (_("School breaks"), reverse("groups:breaks")),
    ]
    return render(request, "groups/break_change.html", {"form": form, "pk": pk, "crumbs": crumbs})


@require_POST
@allow(policies.can_manage)
def break_remove(request, pk):
    breaks.remove_break(school_break=get_object_or_404(SchoolBreak, pk=pk), by=request.user)
    messages.success(request, _("The break is removed."))
    return redirect("groups:breaks")


@require_POST
@allow(policies.can_manage)
def breaks_fill(request):
    """Write the usual breaks of the first year that has none."""
    year = closures.year_without_breaks(timezone.localdate())
    breaks.add_usual_breaks(year=year, by=request.user)
    messages.success(request, _("The usual breaks are written. Change what differs."))
    return redirect("groups:breaks")
