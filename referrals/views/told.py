"""What a child and its family tell at the first talk: written by the office, or by its leaders."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow, authorize
from referrals import policies, services
from referrals.choices import IN_GROUP, Names
from referrals.forms import ToldForm
from referrals.models import Referral
from referrals.roll import child_key
from referrals.told import TOLD_FIELDS
from referrals.views.answers import (
    REFUSALS,
    case_or_404,
    group_or_404,
    posted,
    says_what_was_refused,
    words_of,
)

SHOWN = ("first_name", "child_words")


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
@says_what_was_refused
def told(request, reference):
    """The office writes it; what is sealed is there once the names are open."""
    referral, names = case_or_404(request, reference), {}
    authorize(policies.can_write_told, request.user, referral)
    if request.method == "GET" and referral.names == Names.FULL:
        why = services.opened_for(request.user, referral)
        if not why:  # else the page would begin without the words, and saving it would erase them
            messages.error(request, _("Open the names first, and say why."))
            return redirect(referral)
        names = services.read_names(referral=referral, by=request.user, why=why)
    return _page(request, referral, referral.spoken, names, back=referral.get_absolute_url())


@require_http_methods(["GET", "POST"])
@allow(policies.is_leader)
def told_in_group(request, slug, child):
    """A leader writes it of a child of the own group; a protected one is not found."""
    group = group_or_404(request.user, slug)
    rows = Referral.objects.visible_to(request.user).filter(group=group, state__in=IN_GROUP)
    referral = next((one for one in rows if child_key(slug, one.spoken) == child), None)
    if referral is None:
        raise Http404
    read = services.read_in_group(references=[referral.reference], fields=SHOWN, by=request.user)
    names, back = read.get(referral.reference, {}), reverse("referrals:talks", args=[slug])
    return _page(request, referral, names.get("first_name") or referral.spoken, names, back=back)


def _page(request, referral, called, names, *, back):
    known = {field: getattr(referral, field) for field in TOLD_FIELDS}
    known["child_words"] = names.get("child_words", "")
    form = ToldForm(posted(request), referral=referral, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_told(
                referral=referral,
                values=form.values(),
                words=form.cleaned_data.get("child_words", ""),
                by=request.user,
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(request, _("Written down."))
            return redirect(back)
    context = {"referral": referral, "called": called, "form": form, "back": back}
    return render(request, "referrals/told.html", context)
