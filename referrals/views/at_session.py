"""What the pages of one session share: finding it, and what to know of each child there."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import get_object_or_404

from districts.concern import channel_of
from districts.models import District
from groups.choices import DocumentationMode
from groups.clashes import describe
from groups.titles import office_title
from referrals import policies, queries, services
from referrals.evening import CallFirst, Collector, Food
from referrals.queries.roll import Child


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


def session_or_404(user, slug, number):
    """Return the session; one of somebody else's group and one that never was are the same."""
    return get_object_or_404(queries.sessions_for(user), group__slug=slug, number=number)


def counts_only(session) -> bool:
    return session.group.programme.documentation_mode == DocumentationMode.DE_IDENTIFIED


def about(session) -> dict:
    """Return what each page of a session says of it, and what to do in earnest."""
    title = office_title(session.group)
    return {
        "session": session,
        "title": title,
        "when": describe(session, title),
        "counts_only": counts_only(session),
        "office_phone": settings.OFFICE_PHONE,
        "emergency_phone": settings.SOCIAL_EMERGENCY_PHONE,
        "channels": _channels(),
    }


def cards_of(user, session, children) -> list[Card]:
    """Return a card of each child; its name only for those who lead, and each reading is logged."""
    names = _names_of(user, session, children)
    return [_card(child, names.get(child.reference, {})) for child in children]


def _names_of(user, session, children) -> dict[str, dict[str, str]]:
    if counts_only(session) or not policies.meets_children_of(user, session):
        return {}
    references = [child.reference for child in children if child.reference]
    return services.read_in_group(
        references=references, fields=("first_name", "evening_note"), by=user
    )


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
