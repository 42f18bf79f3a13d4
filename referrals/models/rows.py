"""Which referrals a user may see, and which of them are asked for."""

from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import Exists, OuterRef, Q

from barnstod.accounts.choices import Role
from districts.models import District, Organisation
from districts.queries import districts_of, organisations_of
from groups.models import SupportGroup
from referrals.choices import HALVES, IN_GROUP, OPEN, Protection, State
from referrals.models.steps import Consent, NamedReader, Offer

ORDINARY = Q(protection=Protection.NONE)
FROM_A_UNIT = Q(sender_district__isnull=False) | Q(sender_organisation__isnull=False)


class ReferralQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def visible_to(self, user):
        """Return the referrals that exist for ``user``; views answer 404 for the rest.

        Those whose case opens (see :meth:`cases_of`), and for a leader the children of the own
        groups, of whom the pages of the group tell what a leader may know.
        """
        seen = _cases_of(user)
        if user.has_role(Role.LEADER):
            own = Q(group__in=SupportGroup.objects.led_by(user), state__in=IN_GROUP)
            seen.append(ORDINARY & own & ~consent_taken_back())
        return self.filter(reduce(or_, seen)) if seen else self.none()

    def cases_of(self, user):
        """Return the referrals whose case opens for ``user``.

        Unit or organisation: what it sent itself. Office: whatever has been sent, never a draft of
        theirs. A protected child: those named, nobody else, and of these a sender only while the
        case is the own unit's. Whoever also leads groups opens no case of the children there.
        """
        seen = _cases_of(user)
        return self.filter(reduce(or_, seen)) if seen else self.none()

    def from_units(self):
        """Return what somebody with an account sends, or is about to: not the office's own."""
        return self.filter(FROM_A_UNIT)

    def sent_from(self, unit: District | Organisation):
        """Return what ``unit`` has sent, or a district that it took over."""
        if isinstance(unit, Organisation):
            return self.filter(sender_organisation=unit)
        return self.filter(sender_district__in=unit.lineage())

    def waiting(self):
        """Return who waits for a place: first those who lost one, then by first contact."""
        return self.filter(state=State.WAITING).order_by(
            "-must_have_new_place", "first_contact_at", "pk"
        )

    def with_names(self):
        """Join what a list row prints, so that a page costs the same for 1 row or 50."""
        return self.select_related("group", "child_district", "programme").prefetch_related(
            models.Prefetch("offers", queryset=Offer.objects.open(), to_attr="open_offers")
        )


def _cases_of(user) -> list[Q]:
    """Return the conditions of :meth:`ReferralQuerySet.cases_of`, any of which is enough."""
    named = Q(pk__in=NamedReader.objects.filter(user=user).values("referral"))
    seen = []
    if user.has_role(Role.COORDINATOR):
        seen += [ORDINARY & ~Q(FROM_A_UNIT, state=State.DRAFT), ~ORDINARY & named]
    if user.has_role(Role.SOCIAL_WORKER):
        own_units = Q(sender_district__in=districts_of(user))
        seen.append(own_units & (ORDINARY | named))
    if user.has_role(Role.REFERRER):
        own_organisations = Q(sender_organisation__in=organisations_of(user))
        seen.append(own_organisations & (ORDINARY | named))
    return seen


def consent_taken_back():
    """Tell of a referral whether a yes to take part was taken back and what stands is too little.

    Of two guardians who said yes each for themselves, one is too little.
    """
    consents = Consent.objects.filter(referral=OuterRef("pk"))
    standing = consents.standing()
    enough = Q(Exists(standing.exclude(by__in=HALVES)))
    both = [Q(Exists(standing.filter(by=half))) for half in HALVES]
    return Q(Exists(consents.taken_back())) & ~(enough | reduce(and_, both))
