"""Lists of cases, and finding one. Rows come through ``cases_of`` and ``visible_to`` alone."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.security.sealing import blind_index
from referrals import policies
from referrals.choices import CLOSED, IN_GROUP, OPEN, State
from referrals.models import Referral
from referrals.naming import NotANumber, read_number, words_of
from referrals.words import REFERENCE

MOST_WORDS = 6  # of a name that is searched for

SHOWN = {
    # Said as what it is, not as what it is not: so the index of the open ones serves it.
    "oppna": Q(state__in=[state for state in OPEN if state not in (State.DRAFT, *IN_GROUP)]),
    "nya": Q(state=State.SUBMITTED),
    "i-grupp": Q(state__in=IN_GROUP),
    "utkast": Q(state=State.DRAFT),
    "avslutade": Q(state__in=CLOSED),
}


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases: an alias, where it stands, and nothing of why."""

    referral: Referral
    state: str
    tone: str
    weeks: int
    area: str
    sender: str  # what it is, and not which: the name of a shelter says why
    answer_by: date | None


def cases(user, shown: str):
    """Return the cases of the list ``shown`` that ``user`` may see, joined for their rows."""
    rows = Referral.objects.cases_of(user).filter(SHOWN[shown]).with_names()
    return rows.order_by("-closed_at", "pk") if shown == "avslutade" else rows


def case_rows(user, referrals) -> list[CaseRow]:
    now = timezone.now()
    return [case_row(user, referral, now) for referral in referrals]


def case_row(user, referral, now) -> CaseRow:
    state, tone = state_for(user, referral)
    offer = referral.open_offers[0] if referral.open_offers else None
    follows = policies.sees_whole_way(user, referral)
    return CaseRow(
        referral=referral,
        state=state,
        tone=tone,
        weeks=referral.weeks_waited(now),
        area=where_lives(referral),
        sender=referral.get_sender_kind_display(),
        answer_by=offer.deadline if offer and follows else None,
    )


TONES = {
    State.RETURNED: "wait",
    State.OFFERED: "wait",
    State.ACCEPTED: "ok",
    State.STARTED: "ok",
    State.COMPLETED: "ok",
    State.WITHDRAWN: "stop",
    State.DECLINED: "stop",
    State.DISCONTINUED: "stop",
}


def state_for(user, referral) -> tuple[str, str]:
    """Return the words for where it stands, and their tone, as far as ``user`` is to follow it."""
    if policies.sees_whole_way(user, referral) or referral.state in (State.DRAFT, State.RETURNED):
        return referral.get_state_display(), TONES.get(referral.state, "plain")
    return (_("closed") if referral.closed_at else _("received")), "plain"


def where_lives(referral) -> str:
    """Return the district, or that it is protected: in a list it is nobody's to read."""
    if referral.is_protected:
        return _("protected")
    return referral.child_district.name if referral.child_district else ""


def find(user, text: str):
    """Return the cases ``user`` may see that bear this reference, number or name.

    Nothing else can be searched for (förordning 2001:637, 15 §). Names by whole words only.
    """
    found = Referral.objects.cases_of(user).with_names().order_by("-first_contact_at")
    wanted = "-".join(text.casefold().split())
    if re.fullmatch(REFERENCE, wanted):
        return found.filter(reference=wanted)
    if wanted.count("-") == 2 and (by_alias := found.filter(spoken=wanted)):
        return by_alias
    try:
        number = read_number(text, timezone.localdate())
    except NotANumber:
        pass
    else:
        return found.filter(identity__number_index=blind_index("number", number.digits))
    words = words_of(text)
    if not words or len(words) > MOST_WORDS:
        return found.none()
    for word in words:
        found = found.filter(identity__words__word=blind_index("name", word))
    return found


def children_of(user, group):
    """Return the children with a place in ``group`` whom ``user`` may see."""
    rows = Referral.objects.visible_to(user).filter(group=group, state__in=IN_GROUP)
    return rows.with_names().order_by("spoken")
