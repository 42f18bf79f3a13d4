"""What one case says of the child, as words and values for the page of the case."""

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from groups.choices import Need, Weekday
from groups.words import LANGUAGES
from referrals import policies
from referrals.choices import ContactWay, MayKnow, Missing, RoomNeed, State
from referrals.titles import title_of
from referrals.told import EarlierSupport


def facts_of(user, referral, *, now: bool = True) -> list[tuple[str, str]]:
    """Return what stands in the case, in the order of the form; what is empty is left out.

    With ``now``, also what belongs to the state it is in.
    """
    facts = [
        (_("Reference"), referral.reference),
        (_("Born"), _born(referral)),
        (_("Lives in"), str(referral.child_district or "")),
        (_("At home"), _labels(Need, referral.needs)),
        (_("Languages"), ", ".join(str(LANGUAGES.get(code, code)) for code in referral.languages)),
        (_("Interpreter"), _("is needed") if referral.needs_interpreter else ""),
        (_("The room"), _labels(RoomNeed, referral.room_needs)),
        (_("Weekdays that work"), _labels(Weekday, sorted(referral.weekdays))),
        (_("Programme"), str(referral.programme or "")),
        (_("Wished group"), title_of(referral.wished_group) if referral.wished_group else ""),
        (_("How we reach the family"), _labels(ContactWay, referral.contact_ways)),
        (_("Who asks"), _sender(referral)),
        (_("Your own case number"), referral.sender_reference),
        (_("Told on the ground that"), referral.get_disclosure_ground_display()),
        (_("Feedback"), referral.get_feedback_level_display()),
        (_("First contact"), date_format(localtime(referral.first_contact_at), "j F Y")),
    ]
    return [(word, value) for word, value in facts + (_now(user, referral) if now else []) if value]


def works_for(referral) -> str:
    """Return when and how the child can come, for a row of a list: never anything about why."""
    return "; ".join(
        words
        for words in (
            _labels(Weekday, sorted(referral.weekdays)),
            ", ".join(str(LANGUAGES.get(code, code)) for code in referral.languages),
            _("interpreter") if referral.needs_interpreter else "",
            _labels(RoomNeed, referral.room_needs),
        )
        if words
    )


def lacks(referral, *, has_yes: bool) -> list[str]:
    """Return what is not known yet of a child who waits; ``has_yes`` to taking part."""
    known = {
        _("yes to take part"): has_yes,
        _("which days work"): referral.weekdays,
        _("the month of birth"): referral.child_birth_month,
    }
    return [words for words, is_known in known.items() if not is_known]


def safety_of(referral) -> list[tuple[str, str]]:
    """Return the answers to the safety questions, where they have been asked."""
    facts = [
        (_("Safe at home now"), referral.get_safe_at_home_display()),
        (_("Social services know"), referral.get_services_know_display()),
        (_("Safe way to the group and home"), referral.get_safe_way_display()),
        (_("Contact between the parents restricted"), referral.get_contact_restricted_display()),
        (_("May know about the group"), _labels(MayKnow, referral.may_know)),
    ]
    return [(word, value) for word, value in facts if value]


def told_of(referral) -> list[tuple[str, str]]:
    """Return what was told at the first talk, but for what is sealed."""
    facts = [
        (_("Girl or boy"), referral.get_gender_display()),
        (_("School year"), referral.get_school_year_display()),
        (_("Heard of the groups through"), referral.get_heard_through_display()),
        (_("Earlier support"), _labels(EarlierSupport, referral.earlier_support)),
    ]
    return [(word, value) for word, value in facts if value]


def _now(user, referral) -> list[tuple[str, str]]:
    """Return what belongs to the state it is in, as far as ``user`` is to follow it."""
    facts = [(_("Missing"), _labels(Missing, referral.missing))]
    if not policies.sees_whole_way(user, referral):
        return facts
    group = title_of(referral.group) if referral.group else ""
    until = date_format(referral.resting_until, "j F Y") if referral.resting_until else ""
    is_placed = referral.state != State.OFFERED
    return facts + [
        (_("Group"), group if is_placed else ""),
        (_("Rests because"), referral.get_rest_reason_display()),
        (_("Look at it again on"), until),
        (_("Taken back because"), referral.get_withdrawn_by_display()),
        (_("No place because"), referral.decline_words),
        (_("Guided to"), referral.get_guided_to_display()),
        (_("Stopped because"), referral.get_discontinue_reason_display()),
    ]


def _born(referral) -> str:
    if referral.child_birth_year is None:
        return ""
    month = MONTHS.get(referral.child_birth_month)
    return f"{month} {referral.child_birth_year}" if month else str(referral.child_birth_year)


def _sender(referral) -> str:
    unit = referral.unit
    kind = referral.get_sender_kind_display()
    return f"{kind}, {unit}" if unit else kind


def _labels(choices, values) -> str:
    return ", ".join(str(choices(value).label) for value in values)
