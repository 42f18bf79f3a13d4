"""The roll call of one session, as a page for a telephone; with or without script or network.

Whoever is to fetch a child, and what to do in earnest, stands on it too: where the room has no
network it is the page that is open.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow
from referrals import policies, queries, services
from referrals.evening import AbsenceReason, Presence
from referrals.exceptions import NotTonight, Refusal
from referrals.forms import CountForm, RollForm
from referrals.forms.roll_call import UNREADABLE
from referrals.models import HeadCount
from referrals.roll import can_be_taken, phone_key
from referrals.views.answers import posted
from referrals.views.at_session import Card, about, cards_of, counts_only, session_or_404


@dataclass(frozen=True)
class Line:
    """One child of the page: what to know of it, what stands, and why a tap was refused."""

    card: Card
    presence: str
    reason: str
    seen: str
    refused: str


@require_http_methods(["GET", "POST"])
@allow(policies.can_see_children_of_groups)
def roll_call(request, slug, number):
    """Show who comes tonight; POST marks all that was changed on the page."""
    session = session_or_404(request.user, slug, number)
    if counts_only(session):
        return _count(request, session)
    children = queries.children_at(session, request.user)
    form = RollForm(posted(request), children=children)
    refused = {}
    if request.method == "POST" and form.is_valid():
        try:
            answers = services.take_roll(session=session, taps=form.taps(), by=request.user)
        except NotTonight as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        refused = {answer.child: answer.refused for answer in answers if answer.refused}
        saved = len(answers) - len(refused)
        words = ngettext("Saved: %(number)s child.", "Saved: %(number)s children.", saved)
        if not refused:
            messages.success(request, words % {"number": saved} if saved else _("Saved."))
            return redirect(request.path)
        children = queries.children_at(session, request.user)
        form = RollForm(children=children)
    context = _about(session) | {
        "form": form,
        "lines": _lines(request.user, session, children, refused, form),
        "presences": Presence.choices,
        "reasons": AbsenceReason.choices,
        "phone_key": phone_key(session, request.user),
        "refusals": len(refused),
    }
    return render(request, "referrals/roll_call.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_see_children_of_groups)
def taps(request, slug, number):
    """Take what a telephone sends, and answer with what stands; no name goes either way.

    GET answers with the cards that stand, by which an open page sees that it is out of date: a
    child who became protected or left the group is to be on no page after a minute.
    """
    session = session_or_404(request.user, slug, number)
    if counts_only(session) and request.method == "POST":
        return JsonResponse(_counted(request, session))
    children = [] if counts_only(session) else queries.children_at(session, request.user)
    if request.method == "GET":
        return JsonResponse({"cards": {child.key: child.card_key for child in children}})
    form = RollForm(request.POST, children=children)
    if not form.is_valid():
        return JsonResponse({"refused": str(UNREADABLE)})
    try:
        answers = services.take_roll(session=session, taps=form.taps(), by=request.user)
    except NotTonight as refusal:
        return JsonResponse({"refused": str(refusal)})
    return JsonResponse({"answers": [vars(answer) for answer in answers]})


def _count(request, session):
    count = HeadCount.objects.filter(session=session).first()
    now = {"seen": count.version, "children": count.children} if count else {"seen": 0}
    form = CountForm(posted(request), initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.count_children(session=session, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect(request.path)
    context = _about(session) | {
        "form": form,
        "count": count,
        "phone_key": phone_key(session, request.user),
    }
    return render(request, "referrals/roll_count.html", context)


def _counted(request, session) -> dict:
    """Take the number of a telephone; return the version that stands, and why it was refused."""
    form, refused = CountForm(request.POST), ""
    if form.is_valid():
        try:
            services.count_children(session=session, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refused = str(refusal)
    else:
        refused = " ".join(map(str, form.errors.get("children") or [UNREADABLE]))
    stands = HeadCount.objects.filter(session=session).first()
    return {"seen": stands.version if stands else 0, "refused": refused}


def _lines(user, session, children, refused, form) -> list[Line]:
    lines = []
    for card in cards_of(user, session, children):
        mark, key = card.child.mark, card.child.key
        stood = f"{mark.version}.{mark.presence}.{mark.reason}" if mark else "0"
        errors = [error for part in "prsk" for error in form.errors.get(f"{part}-{key}", [])]
        lines.append(
            Line(
                card=card,
                presence=mark.presence if mark else "",
                reason=mark.reason if mark else "",
                seen=stood,
                refused=" ".join(errors) or refused.get(key, ""),
            )
        )
    return lines


def _about(session) -> dict:
    return about(session) | {"is_open": can_be_taken(session)}
