"""What must be true of every referral, whoever writes it; each is broken once in the tests."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.choices import Need, Weekday
from referrals.choices import (
    CLOSED,
    CONSENTS,
    HAS_GROUP,
    IN_GROUP,
    NOT_SENT,
    OF_ORGANISATIONS,
    ContactWay,
    DisclosureGround,
    DiscontinueReason,
    FeedbackLevel,
    GuidedTo,
    MayKnow,
    Missing,
    Names,
    Protection,
    RestReason,
    RoomNeed,
    SafetyAnswer,
    SenderKind,
    State,
    WithdrawnBy,
)
from referrals.told import EarlierSupport, Gender, HeardThrough, SchoolYear


def known(field, choices, *, blank=False):
    """Return the rule that ``field`` holds one of ``choices``; ``blank`` allows the empty text."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        name=f"referral_{field}_is_known", condition=Q(**{f"{field}__in": values})
    )


def all_known(field, values):
    return models.CheckConstraint(
        name=f"referral_{field}_are_known", condition=Q(**{f"{field}__contained_by": values})
    )


def iff(name, left: Q, right: Q, message=None):
    """Return the rule that ``left`` holds exactly when ``right`` does; neither may be unknown."""
    return models.CheckConstraint(
        name=name, condition=(left & right) | (~left & ~right), violation_error_message=message
    )


SENT = ~Q(state__in=NOT_SENT)
SAFETY_ANSWERS = ("safe_at_home", "services_know", "safe_way", "contact_restricted")
SAFETY_FIELDS = (*SAFETY_ANSWERS, "may_know")
AFTER_SAFETY = (State.WAITING, State.RESTING, State.OFFERED, *IN_GROUP)

REFERRAL = [
    known("state", State),
    known("sender_kind", SenderKind),
    known("disclosure_ground", DisclosureGround, blank=True),
    known("feedback_level", FeedbackLevel),
    known("protection", Protection),
    known("names", Names),
    known("rest_reason", RestReason, blank=True),
    known("withdrawn_by", WithdrawnBy, blank=True),
    known("guided_to", GuidedTo, blank=True),
    known("discontinue_reason", DiscontinueReason, blank=True),
    all_known("needs", Need.values),
    all_known("contact_ways", ContactWay.values),
    all_known("room_needs", RoomNeed.values),
    all_known("weekdays", Weekday.values),
    all_known("missing", Missing.values),
    all_known("may_know", MayKnow.values),
    *(known(field, SafetyAnswer, blank=True) for field in SAFETY_ANSWERS),
    known("gender", Gender, blank=True),
    known("school_year", SchoolYear, blank=True),
    known("heard_through", HeardThrough, blank=True),
    all_known("earlier_support", EarlierSupport.values),
    models.CheckConstraint(
        name="referral_no_earlier_support_stands_alone",
        condition=~Q(earlier_support__contains=[EarlierSupport.NONE]) | Q(earlier_support__len=1),
        violation_error_message=_("No support before, and support before: choose one of them."),
    ),
    models.CheckConstraint(
        name="referral_with_violence_waits_once_safety_is_asked",
        condition=~Q(state__in=AFTER_SAFETY)
        | ~Q(needs__contains=[Need.FAMILY_VIOLENCE])
        | (Q(may_know__len__gte=1) & ~reduce(or_, (Q(**{field: ""}) for field in SAFETY_ANSWERS))),
        violation_error_message=_("Where there is violence, answer the safety questions first."),
    ),
    # --- to be sent, it must say what it is about, and on what ground it may be told ---
    models.CheckConstraint(
        name="referral_sent_has_a_need",
        condition=~SENT | Q(needs__len__gte=1),
        violation_error_message=_("Say what it is like at home: at least one."),
    ),
    models.CheckConstraint(
        name="referral_sent_has_a_birth_year",
        condition=~SENT | Q(child_birth_year__isnull=False),
        violation_error_message=_("Say which year the child was born."),
    ),
    models.CheckConstraint(
        name="referral_sent_has_a_district",
        condition=~SENT | Q(child_district__isnull=False) | ~Q(protection=Protection.NONE),
        violation_error_message=_("Say in which district the child lives."),
    ),
    models.CheckConstraint(
        name="referral_disclosed_on_a_ground_iff_sent",
        condition=(SENT & ~Q(disclosure_ground="") & Q(disclosed_at__isnull=False))
        | (~SENT & Q(disclosed_at__isnull=True, disclosed_by__isnull=True)),
        violation_error_message=_("Say on what ground you tell the office."),
    ),
    models.CheckConstraint(
        name="referral_disclosed_by_somebody_unless_own_request",
        condition=~SENT
        | Q(disclosed_by__isnull=False)
        | Q(disclosure_ground=DisclosureGround.OWN_REQUEST),
    ),
    iff("referral_submitted_at_iff_sent", SENT, Q(submitted_at__isnull=False)),
    models.CheckConstraint(
        name="referral_from_social_services_has_a_unit",
        condition=~Q(sender_kind=SenderKind.SOCIAL_SERVICES)
        | Q(sender_district__isnull=False, owner_authority__isnull=False, sent_by__isnull=False),
    ),
    # No board sends what an organisation sends: the social board, whose the office is, answers.
    models.CheckConstraint(
        name="referral_from_an_organisation_has_no_board",
        condition=Q(sender_organisation__isnull=True)
        | Q(
            sender_district__isnull=True,
            owner_authority__isnull=True,
            sent_by__isnull=False,
            sender_kind__in=OF_ORGANISATIONS,
        ),
    ),
    models.CheckConstraint(
        name="referral_from_an_organisation_by_consent",
        condition=Q(sender_organisation__isnull=True) | Q(disclosure_ground__in=["", *CONSENTS]),
        violation_error_message=_("An organisation tells the office when the family agrees."),
    ),
    models.CheckConstraint(
        name="referral_attendance_only_to_social_services_with_yes",
        condition=~Q(feedback_level=FeedbackLevel.ATTENDANCE_TOO)
        | Q(sender_kind=SenderKind.SOCIAL_SERVICES, family_agrees_to_feedback=True),
        violation_error_message=_("You may learn whether the child comes if the family agrees."),
    ),
    # --- the child ---
    models.CheckConstraint(
        name="referral_birth_month_is_a_month",
        condition=Q(child_birth_month__isnull=True)
        | Q(child_birth_month__gte=1, child_birth_month__lte=12, child_birth_year__isnull=False),
    ),
    models.CheckConstraint(
        name="referral_protected_keeps_no_names",
        condition=Q(protection=Protection.NONE) | Q(names=Names.NONE),
    ),
    # --- where it stands ---
    iff("referral_closed_at_iff_closed", Q(state__in=CLOSED), Q(closed_at__isnull=False)),
    iff(
        "referral_group_iff_it_has_a_place",
        Q(state__in=HAS_GROUP),
        Q(group__isnull=False),
        _("A place is in a group: choose one."),
    ),
    models.CheckConstraint(
        name="referral_returned_says_what_is_missing",
        condition=~Q(state=State.RETURNED) | Q(missing__len__gte=1),
        violation_error_message=_("Say what is missing."),
    ),
    models.CheckConstraint(
        name="referral_resting_iff_reason_and_day",
        condition=(Q(state=State.RESTING, resting_until__isnull=False) & ~Q(rest_reason=""))
        | (~Q(state=State.RESTING) & Q(resting_until__isnull=True, rest_reason="")),
        violation_error_message=_("Say why it rests and when to look at it again."),
    ),
    iff(
        "referral_withdrawn_iff_by_somebody",
        Q(state=State.WITHDRAWN),
        ~Q(withdrawn_by=""),
        _("Say who takes it back."),
    ),
    models.CheckConstraint(
        name="referral_declined_iff_reason_and_guidance",
        condition=(Q(state=State.DECLINED) & ~Q(decline_reason="") & ~Q(guided_to=""))
        | (Q(state=State.CLOSED, decline_reason="") & ~Q(guided_to=""))
        | (~Q(state__in=[State.DECLINED, State.CLOSED]) & Q(decline_reason="", guided_to="")),
        violation_error_message=_("Say why, and where the family was guided."),
    ),
    iff(
        "referral_discontinued_iff_reason",
        Q(state=State.DISCONTINUED),
        ~Q(discontinue_reason=""),
        _("Say why the child stopped."),
    ),
    models.CheckConstraint(
        name="referral_new_place_only_while_without_one",
        condition=Q(must_have_new_place=False)
        | Q(state__in=[State.WAITING, State.RESTING, State.OFFERED]),
    ),
    models.CheckConstraint(
        name="referral_fit_to_check_only_with_a_place",
        condition=Q(must_check_fit=False) | Q(state__in=[State.OFFERED, *IN_GROUP]),
    ),
    # The target of Identity's composite foreign key: what may be kept stands in one place.
    models.UniqueConstraint(name="referral_and_names", fields=["id", "names"]),
]
