"""A family, as the office puts it together: siblings, whom they must not meet, places in one go."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from referrals import policies, queries, services
from referrals.choices import IN_GROUP, State
from referrals.forms.families import (
    FamilyMoveForm,
    FamilyOfferForm,
    OtherCaseForm,
    ParentForm,
    SiblingForm,
    WishForm,
)
from referrals.views.answers import REFUSALS, case_or_404, posted, words_of

WITH_PARENT = (State.OFFERED, *IN_GROUP)
FORMS = {"sibling": SiblingForm, "apart": OtherCaseForm}


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def family(request, reference):
    """Show who belongs together and who must not meet; POST changes one of it."""
    referral, user = _case(request, reference), request.user
    done = request.POST.get("do", "")
    forms: dict[str, Any] = {
        name: form(
            request.POST if done == name else None, prefix=name, user=user, referral=referral
        )
        for name, form in FORMS.items()
    }
    found = queries.family_of(user, referral)
    forms["wish"] = WishForm(
        request.POST if done == "wish" else None, initial={"siblings": found.wish}, prefix="wish"
    )
    if found.siblings:
        forms["sibling"].initial["siblings"] = found.wish
    forms["parent"] = ParentForm(request.POST if done == "parent" else None, prefix="parent")
    if request.method == "POST":
        form = forms.get(done)
        if form is None or form.is_valid():
            try:
                words = _change(user, referral, found, done, request.POST, form)
            except REFUSALS as error:
                messages.error(request, words_of(error))
            else:
                messages.success(request, words)
            return redirect("referrals:family", reference)
    cases = (referral, *found.siblings)
    beside = [place.beside_id for place in found.parent_places]
    context = {
        "referral": referral,
        "family": found,
        "forms": forms,
        "may_offer": found.siblings and any(one.state == State.WAITING for one in cases),
        "may_move": found.siblings and any(one.state in IN_GROUP for one in cases),
        "may_bring_parent": referral.state in WITH_PARENT
        and referral.group.parallel_group_id is not None
        and referral.group_id not in beside,
    }
    return render(request, "referrals/case_family.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def offer(request, reference):
    """Choose a place for each child of the family that waits; POST holds all seats, or none."""
    return _places(
        request,
        _case(request, reference),
        FamilyOfferForm,
        (State.WAITING,),
        services.offer_together,
        _("The places are offered and the seats are held."),
    )


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def move(request, reference):
    """Choose a group for each child of the family that has a place; POST moves all, or none."""
    return _places(
        request,
        _case(request, reference),
        FamilyMoveForm,
        IN_GROUP,
        services.move_together,
        _("The family is moved. The senders are told that there is news."),
    )


def _places(request, referral, form_of, states, give: Callable, given):
    cases = [referral, *queries.family_of(request.user, referral).siblings]
    children = [one for one in cases if one.state in states]
    form = form_of(posted(request), children=children)
    if request.method == "POST" and form.is_valid():
        try:
            give(by=request.user, **form.answers())
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(request, given)
            return redirect(referral)
    context = {
        "referral": referral,
        "form": form,
        "children": children,
        "moves": form_of is FamilyMoveForm,
    }
    return render(request, "referrals/case_family_places.html", context)


def _case(request, reference):
    """Return a case that has been sent; before that there is nothing to put together."""
    referral = case_or_404(request, reference)
    if not policies.can_handle(request.user, referral):
        raise PermissionDenied
    if referral.submitted_at is None:
        raise Http404
    return referral


def _change(user, referral, found, done, posted, form) -> str:
    """Make the one change that was asked for, and return what to say of it."""
    if done == "sibling":
        services.put_together(
            referral=referral,
            other=form.cleaned_data["case"],
            siblings=form.cleaned_data["siblings"],
            by=user,
        )
        return _("The cases belong together now.")
    if done == "wish" and referral.household_id:
        services.wish(referral=referral, by=user, **form.cleaned_data)
        return _("What the siblings wish is written down.")
    if done == "parent":
        services.add_parent(referral=referral, by=user, **form.cleaned_data)
        return _("The parent has a place in the group beside.")
    if done == "leave":
        services.take_apart(referral=referral, by=user)
        return _("The case stands for itself again.")
    if done == "apart":
        services.keep_apart(referral=referral, other=form.cleaned_data["case"], by=user)
        return _("They are kept apart from now on, wherever a place is offered or moved.")
    for place in found.parent_places:
        if done == "no_parent" and posted.get("place") == str(place.pk):
            services.take_parent_away(referral=referral, place=place, by=user)
            return _("The parent's place is free again.")
    for pair, other in found.kept_apart:
        if done == "meet" and posted.get("other") == other.reference:
            services.let_meet(pair=pair, by=user)
            return _("They may meet again.")
    raise Http404
