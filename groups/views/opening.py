"""Opening one field of a group about violence to the public, and closing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from groups import policies, services
from groups.exceptions import GroupRefusal
from groups.forms.opening import OpeningForm
from groups.models import SupportGroup
from groups.titles import office_title


@require_http_methods(["GET", "POST"])
@allow(policies.can_open_field)
def open_field(request, slug):
    """Ask which field and why; any other group than one about violence has its own page."""
    group = get_object_or_404(SupportGroup.objects.with_names(), slug=slug)
    if not group.needs_extra_care:
        return redirect(group)
    form, title = OpeningForm(request.POST or None), office_title(group)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_field(group=group, by=request.user, **form.cleaned_data)
        except GroupRefusal as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The public can read it now."))
            return redirect(group)
    crumbs = [(_("Groups"), reverse("groups:office_list")), (title, group.get_absolute_url())]
    context = {"group": group, "title": title, "form": form, "crumbs": crumbs}
    return render(request, "groups/field_open.html", context)


@require_POST
@allow(policies.can_open_field)
def close_field(request, slug):
    group = get_object_or_404(SupportGroup, slug=slug)
    services.close_field(group=group, by=request.user)
    messages.success(request, _("The field is closed. The public reads it no more."))
    return redirect(group)
