"""The page on which a child becomes protected."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from referrals import policies, services
from referrals.forms import ProtectForm
from referrals.views.answers import case_or_404, posted, says_what_was_refused


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
@says_what_was_refused
def protect(request, reference):
    """Say what protecting does; POST does it, to the siblings too."""
    referral = case_or_404(request, reference)
    if not policies.can_protect(request.user, referral):
        raise PermissionDenied
    is_office = policies.can_handle_cases(request.user)
    form = ProtectForm(posted(request), is_office=is_office)
    if request.method == "POST" and form.is_valid():
        services.protect(referral=referral, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The case is closed to everybody who is not named on it. Names are erased.")
        )
        return redirect(referral)
    context = {"referral": referral, "form": form}
    return render(request, "referrals/case_protect.html", context)
