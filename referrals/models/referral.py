"""What a referral is: its fields."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import District, Organisation
from groups.choices import Need, Weekday
from groups.models import Programme, SupportGroup
from referrals.choices import (
    OPEN,
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
from referrals.models import invariants
from referrals.models.household import Household
from referrals.models.rows import ReferralQuerySet
from referrals.models.steps import Offer
from referrals.told import EarlierSupport, Gender, HeardThrough, SchoolYear
from referrals.words import new_reference, new_spoken


def codes(choices):
    """Return an array of codes from a closed set; a constraint says that they are known."""
    return ArrayField(models.CharField(max_length=24, choices=choices), default=list, blank=True)


def safety_answer(label):
    return models.CharField(label, max_length=10, choices=SafetyAnswer, blank=True, default="")


def told(label, choices):
    """Return a column that is empty where nobody has asked."""
    return models.CharField(label, max_length=16, choices=choices, blank=True, default="")


class Referral(models.Model):
    """A child's way to a support group, from the first word to the last session.

    The state changes only through :mod:`referrals.services`. The key is random and made here, so
    that a row can be written by somebody who may not read it (see row-level security). Nothing in
    this table says who the child is: that stands, sealed, in :class:`Identity`, or nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=10, unique=True, default=new_reference, editable=False
    )
    # Three words: the receipt that can be said on the telephone, and the child's name in lists.
    spoken = models.CharField(
        _("alias"), max_length=60, unique=True, default=new_spoken, editable=False
    )
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    first_contact_at = models.DateTimeField(
        _("first contact"), default=timezone.now, editable=False
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    last_entry_at = models.DateTimeField(_("last entry"), default=timezone.now, editable=False)

    # Who asks, and whose data it is.
    sender_kind = models.CharField(_("who asks"), max_length=16, choices=SenderKind)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sender_district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit")
    )
    # Beside the unit of a board: a school, clinic or association that has accounts of its own.
    sender_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    # The board that answers for the data; none is the social board, which the office belongs to.
    owner_authority = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("board")
    )
    sender_reference = models.CharField(_("your own reference"), max_length=20, blank=True)
    disclosure_ground = models.CharField(
        _("ground"), max_length=20, choices=DisclosureGround, blank=True
    )
    disclosed_at = models.DateTimeField(_("disclosed"), null=True, blank=True, editable=False)
    disclosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    feedback_level = models.CharField(
        _("what you want to know"),
        max_length=20,
        choices=FeedbackLevel,
        default=FeedbackLevel.PLACE_OR_NOT,
    )
    family_agrees_to_feedback = models.BooleanField(
        _("the family agrees that you learn whether the child comes"), default=False
    )
    contact_ways = codes(ContactWay)

    # The child, without a name.
    protection = models.CharField(
        _("protection"), max_length=24, choices=Protection, default=Protection.NONE
    )
    names = models.CharField(_("names kept"), max_length=8, choices=Names, default=Names.FULL)
    child_birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    child_birth_month = models.PositiveSmallIntegerField(_("birth month"), null=True, blank=True)
    # Born on the 5th, 15th or 25th: kept for research (förordning 2025:468); the day is not stored.
    preserve_sample = models.BooleanField(_("kept for research"), default=False)
    child_district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("district where the child lives"),
    )
    needs = codes(Need)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    needs_interpreter = models.BooleanField(_("interpreter"), default=False)
    room_needs = codes(RoomNeed)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wished_group = models.ForeignKey(
        SupportGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Whether it is safe; with violence in the family, before the child waits for a place.
    safe_at_home = safety_answer(_("safe at home"))
    services_know = safety_answer(_("social services know"))
    safe_way = safety_answer(_("safe way"))
    contact_restricted = safety_answer(_("contact restricted"))
    may_know = codes(MayKnow)

    # Told at the first talk, if anybody wants to; what the child wants is sealed in its identity.
    gender = told(_("girl or boy"), Gender)
    school_year = told(_("school year"), SchoolYear)
    heard_through = told(_("heard of the groups through"), HeardThrough)
    earlier_support = codes(EarlierSupport)

    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )

    # Where it stands.
    group = models.ForeignKey(
        SupportGroup, on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    must_have_new_place = models.BooleanField(_("must have a new place"), default=False)
    # Something that decides whether it fits was changed after the place was offered.
    must_check_fit = models.BooleanField(_("look whether the place fits"), default=False)
    missing = codes(Missing)
    resting_until = models.DateField(_("look at it again on"), null=True, blank=True)
    rest_reason = models.CharField(_("why"), max_length=12, choices=RestReason, blank=True)
    withdrawn_by = models.CharField(_("why"), max_length=8, choices=WithdrawnBy, blank=True)
    # A code of the office's own list, and the words it had then: the database keeps both.
    decline_reason = models.CharField(_("why"), max_length=16, blank=True)
    decline_words = models.CharField(_("why"), max_length=80, blank=True, editable=False)
    guided_to = models.CharField(_("guided to"), max_length=16, choices=GuidedTo, blank=True)
    discontinue_reason = models.CharField(
        _("why"), max_length=20, choices=DiscontinueReason, blank=True
    )

    open_offers: list[Offer]  # where ``with_names`` has joined them
    has_yes: bool  # to taking part, where the waiting list has asked

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["first_contact_at", "pk"]
        verbose_name = _("request for a place")
        verbose_name_plural = _("requests for a place")
        constraints = invariants.REFERRAL
        indexes = [
            models.Index(
                name="referral_open_in_order",
                fields=["first_contact_at", "id"],
                condition=Q(state__in=OPEN),
            ),
            models.Index(name="referral_of_group", fields=["group", "state"]),
            models.Index(name="referral_of_unit", fields=["sender_district", "state"]),
            models.Index(name="referral_of_organisation", fields=["sender_organisation", "state"]),
            models.Index(name="referral_latest", fields=["-last_entry_at"]),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("referrals:detail", args=[self.reference])

    @property
    def unit(self) -> District | Organisation | None:
        """Return whose people sent it from accounts of their own; None is the office itself."""
        return self.sender_district or self.sender_organisation

    @property
    def has_unit(self) -> bool:
        return self.sender_district_id is not None or self.sender_organisation_id is not None

    @property
    def is_protected(self) -> bool:
        return self.protection != Protection.NONE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_safety_known(self) -> bool:
        """Tell whether every safety question has an answer, if only that nobody knows."""
        return all(getattr(self, field) for field in invariants.SAFETY_FIELDS)

    @property
    def must_say_safety(self) -> bool:
        return Need.FAMILY_VIOLENCE in self.needs and not self.is_safety_known

    def weeks_waited(self, now) -> int:
        """Return the whole weeks from the first contact to ``now``, or to the closing."""
        return ((self.closed_at or now) - self.first_contact_at).days // 7
