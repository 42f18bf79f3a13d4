"""The safety questions of a case that has been sent: asked by whoever talks with the family."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow, authorize
from referrals import concern, policies, services
from referrals.forms.safety import SafetyForm
from referrals.models.invariants import SAFETY_FIELDS
from referrals.views.answers import case_or_404, posted, says_what_was_refused


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
@says_what_was_refused
def safety(request, reference):
    referral = case_or_404(request, reference)
    authorize(policies.can_answer_safety, request.user, referral)
    known = {field: getattr(referral, field) for field in SAFETY_FIELDS}
    form = SafetyForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        services.answer_safety(referral=referral, answers=form.cleaned_data, by=request.user)
        messages.success(request, _("The answers are saved."))
        return redirect(referral)
    context = {
        "referral": referral,
        "form": form,
        "channels": concern.channels_for(referral),
    }
    return render(request, "referrals/case_safety.html", context)
