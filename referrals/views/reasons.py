"""The office's list of reasons why it could not offer a place."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from referrals import policies, services
from referrals.forms.reasons import ReasonForm
from referrals.models import DeclineGround
from referrals.views.answers import REFUSALS, posted, words_of


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def reasons(request):
    """Show the reasons; POST adds one, or changes the one named by ``code``."""
    code, form = request.POST.get("code"), ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            if code:
                ground = get_object_or_404(DeclineGround, code=code)
                is_active = {"stop": False, "use": True}.get(
                    request.POST.get("do", ""), ground.is_active
                )
                services.change_reason(code=code, words=words, is_active=is_active, by=request.user)
            else:
                services.add_reason(words=words, by=request.user)
        except REFUSALS as error:
            form.add_error("words", words_of(error))
        else:
            messages.success(request, _("The list of reasons is saved."))
            return redirect("referrals:reasons")
    grounds = DeclineGround.objects.all()
    context = {"grounds": grounds, "form": form, "failed": code if form.errors else ""}
    return render(request, "referrals/reason_list.html", context)
