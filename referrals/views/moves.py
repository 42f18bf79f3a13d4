"""Moving a case: a button, a form for what a move asks, an offer, a yes to take part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow
from referrals import policies, services
from referrals.fit import misfits
from referrals.forms import ConsentForm, MoveForm, OfferForm, OpenNamesForm
from referrals.titles import summary_of, title_of
from referrals.views.answers import case_or_404, posted, says_what_was_refused
from referrals.workflow import MOVES, may_move


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
@says_what_was_refused
def move(request, reference, name):
    """Explain the move and ask for what it needs; POST makes it."""
    referral, rule = case_or_404(request, reference), MOVES[name]
    if name == "offer":
        return redirect("referrals:offer", reference)
    form = MoveForm(posted(request), referral=referral, move=name)
    if request.method == "POST" and (not rule.asks or form.is_valid()):
        if name in services.AS_ONE:
            services.move_as_one(referral=referral, name=name, by=request.user)
        else:
            services.move(referral=referral, name=name, by=request.user, **_answers(form, rule))
        messages.success(request, f"{capfirst(str(rule.tells))}.")
        return redirect(referral)
    if request.method == "GET" and not may_move(request.user, referral, name):
        raise PermissionDenied
    context = {"referral": referral, "form": form, "name": name, "move": rule}
    return render(request, "referrals/case_move.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
@says_what_was_refused
def offer(request, reference):
    """Choose the group and the last day to answer; POST holds the seat."""
    referral = case_or_404(request, reference)
    chosen = request.GET.get("grupp", "")
    form = OfferForm(posted(request), referral=referral, initial={"group": chosen})
    if request.method == "POST" and form.is_valid():
        services.make_offer(referral=referral, by=request.user, **form.cleaned_data)
        messages.success(request, _("The place is offered and the seat is held."))
        if unfit := _unfit(referral, form.cleaned_data["group"]):
            words = _("The group does not fit in all: %(why)s.")
            messages.warning(request, words % {"why": ", ".join(unfit)})
        return redirect(referral)
    group = form.groups.get(chosen)
    context = {
        "referral": referral,
        "form": form,
        "has_groups": bool(form.groups),
        "beside": group
        and {"title": title_of(group), "summary": summary_of(group), "group": group},
        "unfit": _unfit(referral, group) if group else [],
        "move": MOVES["offer"],
    }
    return render(request, "referrals/case_offer.html", context)


@require_POST
@allow(policies.can_list)
@says_what_was_refused
def consent(request, reference):
    referral = case_or_404(request, reference)
    decides = policies.can_write_decision(request.user, referral)
    form = ConsentForm(request.POST, decides=decides)
    if form.is_valid():
        services.record_consent(referral=referral, by=request.user, **form.cleaned_data)
        messages.success(request, _("The yes to take part is written down."))
        return redirect(referral)
    context = {"referral": referral, "form": form}
    return render(request, "referrals/case_consent.html", context)


@require_POST
@allow(policies.can_list)
@says_what_was_refused
def consent_back(request, reference, number):
    """Take a yes back; ``number`` counts the yeses of this case, oldest first."""
    referral = case_or_404(request, reference)
    consents = dict(enumerate(referral.consents.all(), start=1))
    consent = get_object_or_404(referral.consents, pk=getattr(consents.get(number), "pk", None))
    services.take_back_consent(referral=referral, consent=consent, by=request.user)
    messages.success(
        request, _("The yes is taken back. The group leaders no longer see the child.")
    )
    return redirect(referral)


@require_POST
@allow(policies.can_list)
@says_what_was_refused
def open_names(request, reference):
    referral = case_or_404(request, reference)
    form = OpenNamesForm(request.POST)
    if form.is_valid():
        services.open_names(referral=referral, by=request.user, why=form.cleaned_data["why"])
    else:
        messages.error(request, _("Say why you open the names."))
    return redirect(referral)


@require_POST
@allow(policies.can_list)
@says_what_was_refused
def hide_names(request, reference):
    referral = case_or_404(request, reference)
    services.hide_names(referral=referral, by=request.user)
    return redirect(referral)


def _unfit(referral, group) -> list[str]:
    """Return why the group does not fit; a protected child is placed by hand, and is in none."""
    return [] if referral.is_protected else misfits(referral, group)


def _answers(form, rule) -> dict:
    return {name: form.cleaned_data[name] for name in rule.asks}
