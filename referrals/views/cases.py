"""The pages of the requests: the list, one case, finding one, throwing a draft away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from barnstod.audit.services import record
from barnstod.security.access import allow
from barnstod.web.paging import page_of
from districts.queries import deputy_of
from referrals import concern, policies, queries, services
from referrals.choices import HALVES, State
from referrals.drafts import erased_on
from referrals.facts import facts_of, safety_of, told_of
from referrals.file_text import keeps_receipt
from referrals.fit import misfits
from referrals.forms import ConsentForm, OpenNamesForm, SearchForm
from referrals.history import steps_of
from referrals.services.identities import WROTE_IT
from referrals.views.answers import case_or_404, says_what_was_refused
from referrals.views.in_group import in_group
from referrals.workflow import MOVES, moves_open_to

LISTS = {
    "oppna": gettext_lazy("Open"),
    "nya": gettext_lazy("New ones"),
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
        "is_unit": policies.sends_for_unit(request.user),
        "is_social_worker": policies.is_social_worker(request.user),
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
    is_office = policies.can_handle_cases(request.user)
    context = {"search": form, "rows": rows, "is_office": is_office}
    return render(request, "referrals/case_found.html", context)


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
    consents = list(referral.consents.all())
    officer = referral.sent_by if referral.has_unit else None
    context = {
        "referral": referral,
        "state": state,
        "tone": tone,
        "facts": facts_of(user, referral),
        "offer": offers[0] if offers else None,
        "moves": sorted(
            ((name, MOVES[name]) for name in moves_open_to(user, referral)),
            key=lambda one: not one[1].is_forward,
        ),
        "may_edit": referral.state in (State.DRAFT, State.RETURNED)
        and policies.can_write(user, referral),
        "may_protect": policies.can_protect(user, referral),
        "erased_on": erased_on(referral) if referral.state == State.DRAFT else None,
        "safety": safety_of(referral),
        "told": told_of(referral) if policies.sees_told(user, referral) else [],
        "may_write_told": policies.can_write_told(user, referral),
        "may_answer_safety": policies.can_answer_safety(user, referral),
        "may_amend": policies.can_amend(user, referral),
        "changes": queries.changes_of(referral, with_names=bool(why))
        if policies.can_read_file_text(user, referral)
        else [],
        "must_check_fit": referral.must_check_fit and policies.sees_whole_way(user, referral),
        "unfit": misfits(referral, referral.group) if referral.must_check_fit else [],
        "may_hand_over": policies.can_hand_over(user, referral),
        "handover": referral.handovers.open().select_related("to_unit").first(),
        "officer": officer,
        "deputy": officer and deputy_of(officer),
        "may_change_officer": policies.can_change_officer(user, referral),
        "keeps_receipt": keeps_receipt(user, referral),
        "may_read_file_text": policies.can_read_file_text(user, referral),
        "channels": concern.channels_for(referral),
        "steps": steps_of(referral, user),
        "consents": consents,
        "one_guardian_left": len({one.by for one in consents if not one.withdrawn_on}) == 1
        and any(one.by in HALVES and not one.withdrawn_on for one in consents),
        "consent_form": ConsentForm(
            initial={"given_on": timezone.localdate()},
            decides=policies.can_write_decision(user, referral),
        )
        if policies.can_write_consent(user, referral)
        else None,
        "can_open_names": policies.can_open_names(user, referral),
        "names": services.read_names(referral=referral, by=user, why=why) if why else {},
        "names_are_own": why == WROTE_IT,
        "open_names_form": OpenNamesForm(),
        "doubles": queries.doubles_of(user, referral),
        "is_handled_here": policies.can_handle(user, referral),
        "waited": referral.weeks_waited(timezone.now()),
        "in_group": in_group(user, referral),
    }
    return render(request, "referrals/case_detail.html", context)
