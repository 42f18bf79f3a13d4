"""The pages about accounts and rights, and the page on which a new colleague begins."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.accounts import policies, services
from barnstod.accounts.choices import NEEDS_SECOND_FACTOR
from barnstod.accounts.exceptions import AccountError, InvitationSpent
from barnstod.accounts.forms import InviteForm, RoleForm
from barnstod.accounts.models import RoleGrant, User
from barnstod.security.access import allow, token
from barnstod.security.actor import acting_as
from barnstod.web.paging import page_of


@require_GET
@allow(policies.can_manage_accounts)
def people(request):
    page = page_of(request, User.objects.with_current_roles())
    return render(request, "accounts/people.html", {"page": page})


@require_http_methods(["GET", "POST"])
@allow(policies.can_manage_accounts)
def invite(request):
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.invite(**form.cleaned_data, by=request.user)
        except AccountError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:person", person.pk)
    return render(request, "accounts/invite.html", {"form": form})


@require_GET
@allow(policies.can_manage_accounts)
def person(request, pk):
    person = get_object_or_404(User, pk=pk)
    context = {
        "person": person,
        "grants": person.role_grants.order_by("-valid_from", "role"),
        "today": timezone.localdate(),
        "form": RoleForm(person=person),
        "may_change": policies.can_change_rights_of(request.user, person),
        "has_signed_in": person.has_usable_password(),
        "needs_second_factor": person.has_role(*NEEDS_SECOND_FACTOR),
        "has_second_factor": person.second_factors().exists(),
    }
    return render(request, "accounts/person.html", context)


@require_POST
@allow(policies.can_manage_accounts)
def grant_role(request, pk):
    person = get_object_or_404(User, pk=pk, is_active=True)
    form = RoleForm(request.POST, person=person)
    if form.is_valid():
        services.grant_role(user=person, **form.cleaned_data, by=request.user)
    else:
        messages.error(request, _("The person has that role already."))
    return redirect("accounts:person", pk)


@require_POST
@allow(policies.can_manage_accounts)
def end_role(request, pk, grant_pk):
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), user=pk, pk=grant_pk)
    services.end_role(grant=grant, by=request.user)
    return redirect("accounts:person", pk)


@require_POST
@allow(policies.can_manage_accounts)
def send_invitation(request, pk):
    person = get_object_or_404(User, pk=pk, is_active=True)
    try:
        services.send_invitation(user=person, by=request.user)
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("accounts:person", pk)


@require_POST
@allow(policies.can_manage_accounts)
def remove_second_factor(request, pk):
    person = get_object_or_404(User, pk=pk, is_active=True)
    services.remove_second_factor(user=person, by=request.user)
    return redirect("accounts:person", pk)


@require_POST
@allow(policies.can_manage_accounts)
def close_account(request, pk):
    person = get_object_or_404(User, pk=pk, is_active=True)
    services.close_account(user=person, by=request.user)
    messages.success(request, _("The account is closed."))
    return redirect("accounts:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@token("A new colleague has no password yet; the address came by mail and works once")
def welcome(request, token):
    try:
        return _welcome(request, token)
    except InvitationSpent:
        return render(request, "accounts/welcome_spent.html", status=404)


def _welcome(request, token):
    invitation = services.open_invitation(token)
    form = SetPasswordForm(invitation.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting_as("system:invitation"):
            services.accept_invitation(token=token, password=form.cleaned_data["new_password1"])
        return render(request, "accounts/welcome_done.html")
    return render(request, "accounts/welcome.html", {"form": form})
