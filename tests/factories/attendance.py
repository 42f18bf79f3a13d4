"""The evenings of a group: a session tonight with its leader, children in it, and their marks."""

from dataclasses import dataclass, field
from datetime import timedelta

import factory
from django.utils import timezone

from groups.models import Session, SupportGroup
from referrals.evening import Presence
from referrals.models import Attendance
from referrals.models.referral import Referral
from referrals.roll import child_key, place_of
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, SessionFactory, two_hours_from
from tests.factories.referrals import ConsentFactory, ReferralFactory


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    referral = factory.SubFactory(ReferralFactory, started=True)
    session = factory.LazyAttribute(lambda row: SessionFactory(group=row.referral.group))
    presence = Presence.PRESENT
    marked_by = factory.LazyAttribute(lambda row: row.referral.sent_by)


@dataclass
class Evening:
    """A group that meets tonight; its leader and a colleague, both with an account."""

    group: SupportGroup = None
    session: Session = None
    leaders: list = field(default_factory=list)

    def __post_init__(self):
        leaders = [LeaderFactory(with_account=True) for _ in range(2)]
        self.group = self.group or GroupFactory(running=True, capacity=30)
        self.group.leaders.set(leaders)
        self.leaders = [leader.user for leader in leaders]
        self.session = SessionFactory(group=self.group, tonight=True)

    @property
    def leader(self):
        return self.leaders[0]

    def child(self, *, consents=True, **traits) -> Referral:
        """Give a child a place in the group; somebody has said yes to it, unless told otherwise."""
        traits = traits or {"accepted": True}
        child = ReferralFactory(group=self.group, **traits)
        if child.state == "accepted" and consents:
            ConsentFactory(referral=child)
        return child

    def key(self, child) -> str:
        return child_key(place_of(self.session), child.spoken)

    def earlier(self, weeks: int) -> Session:
        """Return a session of so many weeks ago."""
        begin = self.session.during.lower - timedelta(weeks=weeks)
        return SessionFactory(group=self.group, during=two_hours_from(begin))


def office():
    return UserFactory(coordinator=True)


def today():
    return timezone.localdate()
