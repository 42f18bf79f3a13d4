"""Writing a request: in steps that are saved one by one, or all of it on one page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow, authorize
from referrals import concern, policies, queries, services
from referrals.choices import Names, State
from referrals.facts import facts_of, safety_of
from referrals.forms import RequestForm, initial_of
from referrals.forms.request_steps import FIRST, STEPS, gaps_in, step_after
from referrals.models.identity import SEALED_FIELDS
from referrals.views.answers import REFUSALS, case_or_404, posted, words_of

TO_BE_WRITTEN = (State.DRAFT, State.RETURNED)


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def create(request):
    """The first step of a new request; what it asks is saved as a draft."""
    units = queries.units_of(request.user)
    authorize(policies.can_send_for, request.user, units)
    form = RequestForm(posted(request), units=units, send=False, asks=FIRST.asks)
    if request.method == "POST" and form.is_valid():
        try:
            referral = _written(request, form, send=False)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return _go_on(request, referral, FIRST)
    return _step_page(request, form, FIRST, units=units)


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def step(request, reference, code):
    """One step of a draft, or of what the office sent back. It is saved however it is left."""
    referral, chosen = case_or_404(request, reference), STEPS.get(code)
    if chosen is None:
        raise Http404
    if answer := _no_longer(request, referral):
        return answer
    names, answer = {}, None
    if request.method == "GET" and not set(chosen.asks).isdisjoint(SEALED_FIELDS):
        names, answer = _names_of(request, referral)
    if answer:
        return answer
    form = RequestForm(
        posted(request),
        initial=initial_of(referral, names),
        units=_unit_of(referral),
        send=False,
        asks=chosen.asks,
        referral=referral,
    )
    if request.method == "POST" and form.is_valid():
        before = referral.names
        try:
            referral = services.save(
                referral=referral, by=request.user, send=False, **form.answers()
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            if before == Names.FULL != referral.names:
                messages.warning(request, _("No names may be kept here: those written are erased."))
            return _go_on(request, referral, chosen)
    return _step_page(request, form, chosen, referral=referral)


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def review(request, reference):
    """Everything before it is sent, and what is missing; POST sends it."""
    referral = case_or_404(request, reference)
    if answer := _no_longer(request, referral):
        return answer
    if request.method == "POST":
        authorize(policies.can_write, request.user, referral)
    names, answer = _names_of(request, referral)
    if answer:
        return answer
    reader = referral.named_readers.exclude(user=request.user).select_related("user").first()
    gaps = gaps_in(referral, names, _unit_of(referral), reader and reader.user)
    if request.method == "POST" and not gaps:
        try:
            sent = services.move(referral=referral, name="submit", by=request.user)
        except REFUSALS as error:
            messages.error(request, words_of(error))
        else:
            return saved(request, sent)
    context = {
        "referral": referral,
        "steps": STEPS.values(),
        "facts": facts_of(request.user, referral) + safety_of(referral),
        "names": names,
        "gaps": gaps,
        "must_say_safety": referral.must_say_safety,
        "channels": concern.channels_for(referral),
        "doubles": queries.doubles_of(request.user, referral),
    }
    return render(request, "referrals/case_review.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def create_on_one_page(request):
    units = queries.units_of(request.user)
    authorize(policies.can_send_for, request.user, units)
    is_sent = "draft" not in request.POST
    form = RequestForm(posted(request), units=units, send=is_sent)
    if request.method == "POST" and form.is_valid():
        try:
            referral = _written(request, form, send=is_sent)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return saved(request, referral)
    return _whole_page(request, form, None, units)


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def edit(request, reference):
    """Complete a draft, or what the office sent back, on one page."""
    referral = case_or_404(request, reference)
    if answer := _no_longer(request, referral):
        return answer
    names, answer = {}, None
    if request.method == "GET":
        names, answer = _names_of(request, referral)
    if answer:
        return answer
    is_sent, units = "draft" not in request.POST, _unit_of(referral)
    form = RequestForm(
        posted(request), initial=initial_of(referral, names), units=units, send=is_sent
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = services.save(
                referral=referral, by=request.user, send=is_sent, **form.answers()
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return saved(request, referral)
    return _whole_page(request, form, referral, units)


# --- shared ---------------------------------------------------------------------------------------


def saved(request, referral):
    if referral.state in TO_BE_WRITTEN:
        messages.success(request, _("Saved, but not sent yet."))
        return redirect("referrals:edit", referral.reference)
    words = _("Sent. The receipt is %(alias)s. The office reads it within two working days.")
    if not referral.has_unit:
        words = _("It is among the new requests. The receipt is %(alias)s.")
    messages.success(request, words % {"alias": referral.spoken})
    return redirect(referral)


def _written(request, form, *, send):
    return services.create(
        by=request.user,
        submission_key=form.cleaned_data["submission_key"],
        unit=form.cleaned_data.get("unit"),
        send=send,
        **form.answers(),
    )


def _go_on(request, referral, done):
    """Lead to the step after ``done``, or away when somebody comes in."""
    if "later" in request.POST:
        messages.success(request, _("Saved, but not sent yet. It is among the drafts."))
        drafts = f"{reverse('referrals:list')}?visa=utkast"
        return redirect(drafts if referral.state == State.DRAFT else referral)
    following = step_after(done)
    if following is None:
        return redirect("referrals:review", referral.reference)
    return redirect("referrals:step", referral.reference, following.code)


def _no_longer(request, referral):
    """Answer for what has been sent and can no longer be written in; None for what can."""
    if referral.state in TO_BE_WRITTEN:
        return None
    messages.error(request, _("It has been sent already, and can no longer be changed here."))
    return redirect(referral)


def _names_of(request, referral):
    """Return the names that were written, their reading logged, or where to open them first.

    A page that began without them would erase them when it is sent.
    """
    if not policies.can_open_names(request.user, referral):
        return {}, None
    why = services.opened_for(request.user, referral)
    if not why:
        messages.error(request, _("Open the names first, and say why."))
        return {}, redirect(referral)
    return services.read_names(referral=referral, by=request.user, why=why), None


def _unit_of(referral):
    return [referral.unit] if referral.unit else ()


def _step_page(request, form, chosen, *, referral=None, units=()):
    context = {
        "form": form,
        "referral": referral,
        "steps": STEPS.values(),
        "step": chosen,
        "channels": concern.channels_for(referral, units),
    }
    return render(request, "referrals/case_step.html", context)


def _whole_page(request, form, referral, units):
    context = {
        "form": form,
        "referral": referral,
        "channels": concern.channels_for(referral, units),
    }
    return render(request, "referrals/case_form.html", context)
