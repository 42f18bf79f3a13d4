"""The pages of the requests: the list, a new one, one case, and finding one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.audit.services import record
from barnstod.security.access import allow, authorize
from barnstod.web.paging import page_of
from districts.models import District
from referrals import policies, queries, services
from referrals.choices import State
from referrals.facts import facts_of
from referrals.forms import ConsentForm, OpenNamesForm, RequestForm, SearchForm, initial_of
from referrals.history import steps_of
from referrals.services.identities import WROTE_IT
from referrals.views.answers import (
    REFUSALS,
    case_or_404,
    posted,
    says_what_was_refused,
    words_of,
)
from referrals.views.in_group import in_group
from referrals.workflow import MOVES, moves_open_to

LISTS = {
    "oppna": gettext_lazy("Open"),
    "i-grupp": gettext_lazy("In a group"),
    "utkast": gettext_lazy("Drafts"),
    "avslutade": gettext_lazy("Closed"),
}
MOST_FOUND = 50


@require_GET
@allow(policies.can_list)
def case_list(request):
    shown = request.GET.get("visa", "oppna")
    if shown not in LISTS:
        raise Http404
    page = page_of(request, queries.cases(request.user, shown))
    context = {
        "page": page,
        "rows": queries.case_rows(request.user, page),
        "shown": shown,
        "lists": LISTS,
        "search": SearchForm(),
        "is_office": policies.can_handle_cases(request.user),
    }
    return render(request, "referrals/case_list.html", context)


@require_POST
@allow(policies.can_list)
def find(request):
    """Search by POST: a name must not stand in an address, which browsers and proxies keep."""
    form = SearchForm(request.POST)
    rows = None
    if form.is_valid():
        found = queries.find(request.user, form.cleaned_data["q"])[:MOST_FOUND]
        rows = queries.case_rows(request.user, found)
        record("referral.search", by=request.user, on=request.user, found=len(rows))
    return render(request, "referrals/case_found.html", {"search": form, "rows": rows})


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def create(request):
    units = units_of(request.user)
    authorize(policies.can_send_for, request.user, units)
    is_sent = "draft" not in request.POST
    form = RequestForm(posted(request), units=units, send=is_sent)
    if request.method == "POST" and form.is_valid():
        try:
            referral = services.create(
                by=request.user,
                submission_key=form.cleaned_data["submission_key"],
                unit=form.cleaned_data.get("unit"),
                send=is_sent,
                **answers_of(form),
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return saved(request, referral)
    return render(request, "referrals/case_form.html", {"form": form, "referral": None})


@require_http_methods(["GET", "POST"])
@allow(policies.can_send)
def edit(request, reference):
    """Complete a draft, or what the office sent back."""
    referral = case_or_404(request, reference)
    if referral.state not in (State.DRAFT, State.RETURNED):
        messages.error(request, _("It has been sent already, and can no longer be changed here."))
        return redirect(referral)
    names = {}
    if request.method == "GET" and policies.can_open_names(request.user, referral):
        why = services.opened_for(request.user, referral)
        if not why:  # else the page would begin without them, and sending it would erase them
            messages.error(request, _("Open the names first, and say why."))
            return redirect(referral)
        names = services.read_names(referral=referral, by=request.user, why=why)
    is_sent = "draft" not in request.POST
    units = [referral.sender_district] if referral.sender_district else ()
    form = RequestForm(
        posted(request), initial=initial_of(referral, names), units=units, send=is_sent
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = services.save(
                referral=referral, by=request.user, send=is_sent, **answers_of(form)
            )
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            return saved(request, referral)
    return render(request, "referrals/case_form.html", {"form": form, "referral": referral})


@require_POST
@allow(policies.can_send)
@says_what_was_refused
def discard(request, reference):
    services.discard(referral=case_or_404(request, reference), by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect("referrals:list")


@require_GET
@allow(policies.can_list)
def detail(request, reference):
    referral, user = case_or_404(request, reference), request.user
    if referral.state == State.INTEREST:
        return redirect("referrals:call", reference)
    why = services.opened_for(user, referral)
    state, tone = queries.state_for(user, referral)
    offers = referral.open_offers if policies.sees_whole_way(user, referral) else []
    context = {
        "referral": referral,
        "state": state,
        "tone": tone,
        "facts": facts_of(user, referral),
        "offer": offers[0] if offers else None,
        "moves": [(name, MOVES[name]) for name in moves_open_to(user, referral)],
        "may_edit": referral.state in (State.DRAFT, State.RETURNED)
        and policies.can_write(user, referral),
        "may_protect": policies.can_protect(user, referral),
        "steps": steps_of(referral, user),
        "consents": referral.consents.all(),
        "consent_form": ConsentForm(initial={"given_on": timezone.localdate()})
        if policies.can_write_consent(user, referral)
        else None,
        "can_open_names": policies.can_open_names(user, referral),
        "names": services.read_names(referral=referral, by=user, why=why) if why else {},
        "names_are_own": why == WROTE_IT,
        "open_names_form": OpenNamesForm(),
        "waited": referral.weeks_waited(timezone.now()),
        "in_group": in_group(user, referral),
    }
    return render(request, "referrals/case_detail.html", context)


# --- shared by the two pages with the form --------------------------------------------------------


def units_of(user) -> list[District]:
    """Return the districts ``user`` sends for today; none for the office."""
    if not policies.is_social_worker(user):
        return []
    own = policies.own_districts(user)
    return list(District.objects.on(timezone.localdate()).filter(pk__in=own))


def answers_of(form) -> dict:
    return {
        "fields": form.columns(),
        "identity": form.names(),
        "number": form.cleaned_data["number"],
        "office_reader": form.cleaned_data["office_reader"],
    }


def saved(request, referral):
    if referral.state in (State.DRAFT, State.RETURNED):
        messages.success(request, _("Saved, but not sent yet."))
        return redirect("referrals:edit", referral.reference)
    messages.success(
        request,
        _("Sent. The receipt is %(alias)s. The office reads it within two working days.")
        % {"alias": referral.spoken},
    )
    return redirect(referral)
