"""Changing a request after it was sent, and looking at the place again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow, authorize
from referrals import policies, services
from referrals.choices import Names
from referrals.forms import RequestForm, initial_of
from referrals.forms.amending import WhyForm, asked_of
from referrals.views.answers import REFUSALS, case_or_404, posted, says_what_was_refused, words_of


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
def amend(request, reference):
    """The questions over again, as they were answered; names only where they are open."""
    referral, user = case_or_404(request, reference), request.user
    authorize(policies.can_amend, user, referral)
    why = services.opened_for(user, referral)
    names = services.read_names(referral=referral, by=user, why=why) if why else {}
    is_sender = policies.is_own_units(user, referral)
    form = RequestForm(
        posted(request),
        initial=initial_of(referral, names),
        units=[referral.unit] if referral.unit else (),
        asks=asked_of(referral, by_sender=is_sender, names_open=bool(why)),
        referral=referral,
    )
    why_form = WhyForm(posted(request))
    if request.method == "POST" and form.is_valid() & why_form.is_valid():
        try:
            unfit = services.amend(
                referral=referral, fields=form.columns(), identity=form.names(), by=user,
                **why_form.cleaned_data,
            )  # fmt: skip
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(request, _("Saved. What stood there before is kept."))
            if unfit and policies.sees_whole_way(user, referral):
                words = _("The place does not fit any more: %(why)s. The office looks at it again.")
                messages.warning(request, words % {"why": ", ".join(unfit)})
            return redirect(referral)
    context = {
        "referral": referral,
        "form": form,
        "why_form": why_form,
        "are_names_closed": not why and referral.names != Names.NONE,
    }
    return render(request, "referrals/case_amend.html", context)


@require_POST
@allow(policies.can_handle_cases)
@says_what_was_refused
def settle_fit(request, reference):
    """The office has looked: the place suits the child all the same."""
    services.settle_fit(referral=case_or_404(request, reference), by=request.user)
    messages.success(request, _("The place stays as it is."))
    return redirect("referrals:detail", reference)
