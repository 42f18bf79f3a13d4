"""A case on its way between two units: the page of both, and what waits for each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.security.access import allow, authorize
from barnstod.web.paging import page_of
from referrals import policies, services
from referrals.file_text import text_of_handover
from referrals.forms.handover import HandOverForm, TakeOverForm
from referrals.models import Handover, Referral
from referrals.views.answers import REFUSALS, posted, words_of


@require_GET
@allow(policies.is_social_worker)
def handovers(request):
    """What the own unit has given and been given, the latest first."""
    page = page_of(request, _with_names(Handover.objects.visible_to(request.user)))
    own = policies.own_districts(request.user)
    rows = [(handover, handover.to_unit_id in own) for handover in page]
    return render(request, "referrals/handover_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
def handover(request, reference):
    """One case between two units: hand it over, take it, or read what was disclosed of it."""
    user = request.user
    last = _with_names(Handover.objects.visible_to(user).filter(reference=reference)).first()
    referral = Referral.objects.cases_of(user).filter(reference=reference).first()
    if last is None and referral is None:
        raise Http404
    is_open = last is not None and last.is_open
    form = None
    if referral is not None and not is_open:
        may_give = policies.can_hand_over(user, referral)
        if request.method == "POST" or last is None:
            authorize(policies.can_hand_over, user, referral)
        if may_give:
            form = HandOverForm(posted(request), referral=referral)
    elif request.method == "POST":
        raise PermissionDenied
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.hand_over(referral=referral, by=user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(
                request, _("The other unit is told. Until it takes the case, the case is yours.")
            )
            return redirect("referrals:handover", reference)
    text = text_of_handover(last) if last is not None and last.is_taken else ""
    context = {
        "alias": referral.spoken if referral else last.alias,
        "reference": reference,
        "referral": referral,
        "handover": last,
        "form": form,
        "take_form": TakeOverForm()
        if is_open and policies.can_answer_handover(user, last)
        else None,
        "may_take_back": is_open and policies.can_take_handover_back(user, last),
        "is_office": referral is not None and not referral.has_unit,
        "text": text,
        "rows": len(text) // 40 + 3,
    }
    return render(request, "referrals/handover.html", context)


@require_POST
@allow(policies.is_social_worker)
def answer(request, reference):
    """Take the case, or not."""
    found = _open_or_404(request, reference)
    form = TakeOverForm(request.POST)
    try:
        if "refuse" in request.POST:
            services.refuse_handover(handover=found, by=request.user)
            messages.success(request, _("You do not take the case. The other unit is told."))
        elif form.is_valid():
            services.take_over(handover=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The case is your unit's now."))
            return redirect("referrals:detail", reference)
        else:
            messages.error(request, " ".join(map(str, form.errors["sender_reference"])))
    except REFUSALS as error:
        messages.error(request, words_of(error))
    return redirect("referrals:handover", reference)


@require_POST
@allow(policies.can_list)
def take_back(request, reference):
    """Keep the case after all."""
    try:
        services.take_back_handover(handover=_open_or_404(request, reference), by=request.user)
    except REFUSALS as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, _("The case stays where it is."))
    return redirect("referrals:handover", reference)


def _open_or_404(request, reference) -> Handover:
    """Return what waits for an answer, or the last that did: the services say who was first.

    The office, which sees the case, has no part in what is between two units.
    """
    found = Handover.objects.visible_to(request.user).filter(reference=reference).first()
    if found is None:
        get_object_or_404(Referral.objects.cases_of(request.user), reference=reference)
        raise PermissionDenied
    return found


def _with_names(rows):
    return rows.select_related("from_unit", "to_unit", "given_by", "answered_by")
