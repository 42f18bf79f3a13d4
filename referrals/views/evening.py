"""What the sender tells the leaders, the talks, absences in a row, and the end of a group."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from barnstod.security.access import allow, authorize
from referrals import policies, queries, services
from referrals.choices import Names, State
from referrals.forms import AbsencesForm, EveningForm, FinishForm, TalkForm
from referrals.models import Referral
from referrals.titles import summary_of, title_of
from referrals.views.answers import (
    REFUSALS,
    case_or_404,
    group_or_404,
    posted,
    says_what_was_refused,
    words_of,
)

TOLD = ("may_collect", "never_by", "call_first", "food")


@require_http_methods(["GET", "POST"])
@allow(policies.can_list)
@says_what_was_refused
def evening(request, reference):
    """Who fetches the child and what the leaders must know, as the family says it."""
    referral = case_or_404(request, reference)
    authorize(policies.can_write_evening, request.user, referral)
    names = {}
    if request.method == "GET" and referral.names == Names.FULL:
        why = services.opened_for(request.user, referral)
        if not why:  # else the page would begin without the note, and saving it would erase it
            messages.error(request, _("Open the names first, and say why."))
            return redirect(referral)
        names = services.read_names(referral=referral, by=request.user, why=why)
    told = getattr(referral, "evening", None)
    initial = {field: getattr(told, field) for field in TOLD} if told else {}
    initial["evening_note"] = names.get("evening_note", "")
    form = EveningForm(posted(request), referral=referral, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.keep_evening(
            referral=referral,
            values={field: form.cleaned_data[field] for field in TOLD},
            note=form.cleaned_data.get("evening_note", ""),
            by=request.user,
        )
        messages.success(request, _("Saved. The leaders see it before each session."))
        return redirect(referral)
    return render(request, "referrals/case_evening.html", {"referral": referral, "form": form})


@require_POST
@allow(policies.can_handle_cases)
@says_what_was_refused
def absences(request, reference):
    referral = case_or_404(request, reference)
    form = AbsencesForm(request.POST)
    if form.is_valid():
        services.settle_absences(referral=referral, how=form.cleaned_data["how"], by=request.user)
        messages.success(request, _("Written down."))
    else:
        messages.error(request, _("Say what came of it."))
    return redirect(referral)


@require_http_methods(["GET", "POST"])
@allow(policies.can_see_children_of_groups)
def talks(request, slug):
    """The first and the closing talks of a group's children, and one more to write down."""
    group = group_or_404(request.user, slug)
    rows = queries.talks_in(group, request.user)
    names, leads = {}, policies.leads(request.user, group)
    if leads:
        references = [row.reference for row in rows if row.reference]
        names = services.read_in_group(
            references=references, fields=("first_name",), by=request.user
        )
    called = [(row, names.get(row.reference, {}).get("first_name") or row.alias) for row in rows]
    form = TalkForm(posted(request), children=[(row.key, name) for row, name in called])
    if request.method == "POST" and form.is_valid():
        try:
            services.record_talk(group=group, by=request.user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            messages.success(request, _("Written down."))
            return redirect(request.path)
    context = {
        "group": group,
        "title": title_of(group),
        "rows": called,
        "form": form,
        "leads": leads,
    }
    return render(request, "referrals/group_talks.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def finish(request, slug):
    """Complete the children of a group that is over, all in one go."""
    group = group_or_404(request.user, slug)
    rows = Referral.objects.visible_to(request.user).filter(group=group).order_by("spoken")
    children = list(rows.filter(state=State.STARTED))
    form = FinishForm(posted(request), children=children)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.finish_children(group=group, endings=form.endings(), by=request.user)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            words = ngettext("%(n)s child is done.", "%(n)s children are done.", done)
            messages.success(request, words % {"n": done})
            return redirect("referrals:children", slug)
    context = {
        "group": group,
        "title": title_of(group),
        "summary": summary_of(group),
        "form": form,
        "never_came": rows.filter(state=State.ACCEPTED),
    }
    return render(request, "referrals/group_finish.html", context)
