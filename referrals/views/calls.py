"""The office's side of asking: who waits to be rung back, one of them, and a call written down."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.audit.models import AuditEvent
from barnstod.audit.services import record
from barnstod.security.access import allow
from barnstod.security.actor import actor_of
from barnstod.web.paging import page_of
from referrals import concern, policies, queries, services
from referrals.choices import ContactWay, State
from referrals.facts import facts_of
from referrals.forms import CallForm, OpenNamesForm, WordsForm
from referrals.views.answers import (
    REFUSALS,
    case_or_404,
    key_of,
    posted,
    says_what_was_refused,
    words_of,
)
from referrals.workflow import MOVES, moves_open_to

THEIRS = 2  # words that the family says; the third is ours
MOST_SEARCHES, HOUR = 30, timedelta(hours=1)  # by words, for one person


@require_GET
@allow(policies.can_see_calls)
def call_list(request):
    """The office sees who waits; the head how many, and since when."""
    if not policies.can_handle_cases(request.user):
        return render(request, "referrals/call_figures.html", {"unread": queries.unread()})
    return _list(request, WordsForm(number=THEIRS))


@require_POST
@allow(policies.can_handle_cases)
def find(request):
    """Reach a request by the two words somebody says on the telephone. By POST: they are secret."""
    form = WordsForm(request.POST, number=THEIRS)
    if form.is_valid():
        if _searches(request.user) >= MOST_SEARCHES:
            form.add_error(None, _("You have tried many words. Go on in an hour."))
        else:
            found = queries.by_words(request.user, form.cleaned_data["words"])
            record("receipt.search", by=request.user, on=request.user, found=int(bool(found)))
            if found:
                return redirect(found)
            form.add_error("words", _("No request has these words. Ask them to say both again."))
    return _list(request, form)


@require_GET
@allow(policies.can_handle_cases)
def call(request, reference):
    """One request: how to ring back safely, and what can come of it."""
    referral, user = case_or_404(request, reference), request.user
    if referral.state != State.INTEREST:
        return redirect(referral)
    why = services.opened_for(user, referral)
    receipt = services.receipt_of(referral) if why else None
    context = {
        "referral": referral,
        "row": queries.call_rows([queries.waiting_calls(user).get(pk=referral.pk)])[0],
        "facts": facts_of(user, referral),
        "can_open_names": policies.can_open_names(user, referral),
        "names": services.read_names(referral=referral, by=user, why=why) if why else {},
        "names_are_own": False,
        "open_names_form": OpenNamesForm(),
        "our_word": receipt.ours if receipt else "",
        "may_ring": referral.contact_ways != [ContactWay.TEXT_MESSAGE],
        "channels": concern.channels_for(referral),
        "moves": [(name, MOVES[name]) for name in moves_open_to(user, referral)],
    }
    return render(request, "referrals/call_detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
@says_what_was_refused
def erase(request, reference):
    """Ask once, then erase what the family does not want to have written."""
    referral = case_or_404(request, reference)
    if request.method == "POST":
        services.erase(referral=referral, by=request.user)
        messages.success(request, _("It is erased. Nothing of what they wrote is left."))
        return redirect("referrals:calls")
    return render(request, "referrals/call_erase.html", {"referral": referral})


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def register(request):
    """Write a telephone call down: to ring back later, or as a draft to go on with."""
    form, key = CallForm(posted(request)), key_of(request)
    if request.method == "POST" and form.is_valid():
        as_draft = "draft" in request.POST
        try:
            referral = services.register_call(
                by=request.user,
                key=key,
                fields=form.columns(),
                identity=form.names(),
                as_draft=as_draft,
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return _registered(request, referral)
    context = {"form": form, "key": key, "channels": concern.channels_for(None)}
    return render(request, "referrals/call_form.html", context)


def _list(request, form):
    page = page_of(request, queries.waiting_calls(request.user))
    context = {"page": page, "rows": queries.call_rows(page), "form": form}
    return render(request, "referrals/call_list.html", context)


def _registered(request, referral):
    """Go on with a draft; otherwise show the words to say, which are kept in no session."""
    if referral.state != State.INTEREST:
        messages.success(request, _("The call is written down. Go on with what is missing."))
        return redirect("referrals:edit", referral.reference)
    context = {"referral": referral, "words": services.receipt_of(referral)}
    return render(request, "referrals/call_registered.html", context)


def _searches(user) -> int:
    """Count the searches by words of ``user`` in the last hour: in the audit, not a cache."""
    tried = AuditEvent.objects.filter(actor=actor_of(user), action="receipt.search")
    return tried.filter(at__gt=timezone.now() - HOUR).count()
