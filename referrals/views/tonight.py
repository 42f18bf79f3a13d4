"""*I kväll*: what a leader must know before the children come, and what to do in earnest."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from barnstod.security.access import allow
from districts.concern import channel_of
from districts.models import District
from groups.clashes import describe
from groups.titles import office_title
from referrals import policies, queries
from referrals.choices import CallFirst, Collector, Food
from referrals.queries.roll import Child
from referrals.views.roll_call import counts_only, names_of, session_or_404


@dataclass(frozen=True)
class Card:
    """What one child's leaders must know, in words."""

    child: Child
    name: str
    may_collect: list[str]
    never_by: list[str]
    call_first: str
    food: list[str]
    note: str
    is_told: bool  # somebody has said something of it


@require_GET
@allow(policies.can_see_children_of_groups)
def tonight_list(request):
    """The sessions of today; straight to it where there is one."""
    today = timezone.localdate()
    sessions = list(queries.sessions_on(request.user, today))
    if len(sessions) == 1:
        return redirect("referrals:tonight", sessions[0].group.slug, sessions[0].number)
    rows = [(one, describe(one, office_title(one.group))) for one in sessions]
    return render(request, "referrals/tonight_list.html", {"rows": rows})


@require_GET
@allow(policies.can_see_children_of_groups)
def tonight(request, slug, number):
    session = session_or_404(request.user, slug, number)
    children = queries.children_at(session, request.user)
    names = names_of(request.user, session, children, ("first_name", "evening_note"))
    context = {
        "session": session,
        "title": office_title(session.group),
        "when": describe(session, office_title(session.group)),
        "cards": [_card(child, names.get(child.reference, {})) for child in children],
        "counts_only": counts_only(session),
        "office_phone": settings.OFFICE_PHONE,
        "emergency_phone": settings.SOCIAL_EMERGENCY_PHONE,
        "channels": _channels(),
    }
    return render(request, "referrals/tonight.html", context)


def _card(child: Child, names) -> Card:
    evening = child.evening
    return Card(
        child=child,
        name=names.get("first_name") or child.alias,
        may_collect=_labels(Collector, evening.may_collect) if evening else [],
        never_by=_labels(Collector, evening.never_by) if evening else [],
        call_first=str(CallFirst(evening.call_first).label)
        if evening and evening.call_first
        else "",
        food=_labels(Food, evening.food) if evening else [],
        note=names.get("evening_note", ""),
        is_told=evening is not None,
    )


def _labels(choices, codes) -> list[str]:
    return [str(choices(code).label) for code in choices.values if code in codes]


def _channels() -> list[tuple[str, str]]:
    """Return each district of today and the telephone that takes its reports of concern."""
    channels = [channel_of(district) for district in District.objects.today()]
    return [(channel.district, channel.phone) for channel in channels]
