"""The paragraph that a social worker copies into the city's own case system, or a receipt.

It says what was told to whom, on what ground and when, who has said yes to taking part, and what
came of it, as far as the reader is to follow the case. An organisation keeps no file on a child
and has no ground for a copy of what it told: its receipt has neither name nor anything of the home.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from referrals import policies
from referrals.choices import OfferState, State
from referrals.facts import facts_of, safety_of, told_of
from referrals.handover import HandoverState, Told
from referrals.queries import changes_of
from referrals.titles import title_of


def keeps_receipt(user, referral) -> bool:
    """Tell whether ``user`` is to have a receipt instead of a text for a file."""
    return referral.sender_organisation_id is not None and not policies.can_handle(user, referral)


def receipt_text(user, referral) -> str:
    """Return what an organisation keeps of a request, one matter a line."""
    number = referral.sender_reference
    lines = [
        _("Request for a place in a support group"),
        _("Receipt: %(alias)s") % {"alias": referral.spoken},
        *([_("Your own case number: %(number)s") % {"number": number}] if number else []),
        _disclosed(referral),
        _consents(referral),
        _answer(user, referral),
        "",
        _written_out(user),
    ]
    return "\n".join(lines)


def text_for_file(user, referral, names: dict[str, str]) -> str:
    """Return the text, one matter a line. Without ``names`` the child is called by three words."""
    called = " ".join(filter(None, (names.get("first_name"), names.get("last_name"))))
    told = [
        f"{word}: {value}"
        for word, value in facts_of(user, referral, now=False) + safety_of(referral)
    ]
    lines = [
        _("Request for a place in a support group"),
        _("Child: %(name)s") % {"name": called or referral.spoken},
        _("Receipt: %(alias)s") % {"alias": referral.spoken},
        _disclosed(referral),
        *(_handed_over(one) for one in _taken(referral)),
        "",
        _("What was told:"),
        *told,
        "",
        *_changed(referral, with_names=bool(names)),
        *_first_talk(user, referral, names),
        _consents(referral),
        _answer(user, referral),
        "",
        _written_out(user),
    ]
    return "\n".join(lines)


def _written_out(user) -> str:
    return _("Written out of the portal on %(day)s by %(who)s.") % {
        "day": _day(timezone.now()),
        "who": user.name,
    }


def _disclosed(referral) -> str:
    if referral.disclosed_at is None:
        return _("Not sent yet: nothing has been told to the coordination office.")
    return _("Told to the coordination office on %(day)s by %(who)s. Ground: %(ground)s.") % {
        "day": _day(referral.disclosed_at),
        "who": referral.disclosed_by.name if referral.disclosed_by else _("the family"),
        "ground": referral.get_disclosure_ground_display(),
    }


def text_of_handover(handover) -> str:
    """Return what the unit that gave a case keeps of it, and the unit that took it alike."""
    lines = [
        _("Request for a place in a support group, handed over"),
        _("Receipt: %(alias)s") % {"alias": handover.alias},
        _handed_over(handover),
    ]
    return "\n".join(lines)


def _taken(referral):
    rows = referral.handovers.filter(state=HandoverState.TAKEN).order_by("answered_at")
    return rows.select_related("from_unit", "to_unit", "given_by", "answered_by")


def _handed_over(handover) -> str:
    """Return what one unit told another, on what ground, and who took it."""
    told = ", ".join(str(Told(code).label) for code in handover.told)
    return _(
        "Handed over from %(from)s by %(giver)s to %(to)s, taken over on %(day)s by %(taker)s. "
        "Why: %(why)s. Ground: %(ground)s. Disclosed: %(told)s."
    ) % {
        "from": handover.giver,
        "giver": handover.given_by.name,
        "to": handover.to_unit,
        "day": _day(handover.answered_at),
        "taker": handover.answered_by.name,
        "why": handover.get_reason_display(),
        "ground": handover.get_ground_display(),
        "told": told,
    }


def _changed(referral, *, with_names: bool) -> list[str]:
    changes = changes_of(referral, with_names=with_names)
    if not changes:
        return []
    lines = [
        f"{_day(one.at)}, {one.who}. {one.what}: {one.before} → {one.after} ({one.why})"
        for one in reversed(changes)
    ]
    return [_("Changed after it was sent:"), *lines, ""]


def _first_talk(user, referral, names) -> list[str]:
    """Return what was told at the first talk, for those who hold such talks."""
    facts = told_of(referral) if policies.sees_told(user, referral) else []
    if words := names.get("child_words"):
        facts = [*facts, (_("What the child wants"), words)]
    if not facts:
        return []
    return [_("Told at the first talk:"), *(f"{word}: {value}" for word, value in facts), ""]


def _consents(referral) -> str:
    """Return who has said yes to taking part, and who has taken it back."""
    yeses = [
        _("%(who)s, %(day)s") % {"who": one.get_by_display(), "day": date_format(one.given_on)}
        + (
            _(" (decision %(reference)s, %(day)s)")
            % {"reference": one.decision_reference, "day": date_format(one.decided_on)}
            if one.decided_on
            else ""
        )
        + (
            _(" – taken back on %(day)s") % {"day": date_format(one.withdrawn_on)}
            if one.withdrawn_on
            else ""
        )
        for one in referral.consents.all()
    ]
    return _("Yes to taking part: %(who)s.") % {"who": "; ".join(yeses) or _("nobody yet")}


def _answer(user, referral) -> str:
    """Return where it stands, and the answers to offered places, as far as they are told."""
    if not policies.sees_whole_way(user, referral):
        word = _("closed") if referral.closed_at else _("received")
        return _("Where it stands: %(state)s.") % {"state": word}
    parts = [_("Where it stands: %(state)s.") % {"state": referral.get_state_display()}]
    if referral.group is not None and referral.state != State.OFFERED and not referral.is_protected:
        parts.append(_("Group: %(group)s.") % {"group": title_of(referral.group)})
    for offer in referral.offers.exclude(state=OfferState.WITHDRAWN).order_by("made_at"):
        answer = offer.get_state_display()
        if offer.answered_at:
            answer += f", {_day(offer.answered_at)}"
        parts.append(
            _("Offered a place on %(day)s: %(answer)s.")
            % {"day": _day(offer.made_at), "answer": answer}
        )
    return " ".join(parts)


def _day(moment) -> str:
    return date_format(localtime(moment), "j F Y")
