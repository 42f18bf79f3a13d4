"""A leader hands a proposal in; the coordinator sends it back with a comment."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from groups import policies, queries, services
from groups.choices import GroupState
from groups.exceptions import GroupRefusal
from groups.forms.proposals import SendBackForm
from groups.titles import office_title


@require_POST
@allow(policies.can_propose)
def hand_in(request, slug):
    group = get_object_or_404(queries.editable_by(request.user), slug=slug)
    try:
        services.hand_in(group=group, by=request.user)
    except GroupRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposal is with the office."))
    return redirect(group)


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage)
def send_back(request, slug):
    groups = queries.editable_by(request.user).filter(state=GroupState.DRAFT)
    group = get_object_or_404(groups.filter(proposal__isnull=False), slug=slug)
    form = SendBackForm(request.POST or None, initial={"seen": services.version_of(group)})
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(group=group, by=request.user, **form.cleaned_data)
        except GroupRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The proposal is sent back with your comment."))
            return redirect(group)
    context = {"group": group, "title": office_title(group), "form": form}
    return render(request, "groups/proposal_send_back.html", context)
