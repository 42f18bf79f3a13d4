"""The offer; a group is a draft for children, the traits are its later states."""

from datetime import UTC, datetime, time, timedelta

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from districts.choices import Region
from groups.choices import Audience, GroupState, Need, Precision, Season
from groups.models import Leader, Programme, Room, Session, SessionLeader, SupportGroup, Venue
from tests.factories.districts import DistrictFactory, OrganisationFactory


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    class Params:
        de_identified = factory.Trait(documentation_mode="de_identified")

    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    needs = factory.LazyFunction(lambda: [Need.SUBSTANCE_USE])


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Huset {n}")
    address = factory.Sequence(lambda n: f"Prövostigen {n}")
    district = factory.SubFactory(DistrictFactory)


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence(lambda n: f"Rum {n}")


class LeaderFactory(factory.django.DjangoModelFactory):
    """A leader without an account; ``with_account`` gives one with the role and workplace."""

    class Meta:
        model = Leader

    class Params:
        with_account = factory.Trait(
            user=factory.SubFactory("tests.factories.accounts.UserFactory", leader=True)
        )

    name = factory.Sequence(lambda n: f"Ledare {n}")
    organisation = factory.SubFactory(OrganisationFactory)


class GroupFactory(factory.django.DjangoModelFactory):
    """A draft of a children's group of eight; the traits are its states and kinds.

    ``running`` and ``completed`` groups began in the past only if ``first_on`` says so.
    ``leaders`` and ``hosting_districts`` take lists.
    """

    class Meta:
        model = SupportGroup
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(
            state=GroupState.PLANNED, published_at=factory.LazyFunction(timezone.now)
        )
        running = factory.Trait(
            state=GroupState.RUNNING, published_at=factory.LazyFunction(timezone.now)
        )
        completed = factory.Trait(
            state=GroupState.COMPLETED, published_at=factory.LazyFunction(timezone.now)
        )
        cancelled = factory.Trait(
            state=GroupState.CANCELLED,
            cancelled_because="För få anmälda",
            published_at=factory.LazyFunction(timezone.now),
        )
        violence = factory.Trait(needs=[Need.FAMILY_VIOLENCE], precision=Precision.REGION)
        parents = factory.Trait(audience=Audience.PARENTS, age_from=None, age_to=None)
        full = factory.Trait(places_taken=factory.SelfAttribute("capacity"))
        timed = factory.Trait(
            first_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            weekday=factory.LazyAttribute(lambda group: group.first_on.weekday()),
            starts_at=time(16, 0),
            ends_at=time(17, 30),
        )

    slug = factory.Sequence(lambda n: f"barngrupp-soderort-vt27-{n % 10000:04}")
    programme = factory.SubFactory(ProgrammeFactory)
    needs = factory.LazyFunction(lambda: [Need.SUBSTANCE_USE])
    audience = Audience.CHILDREN
    age_from = 7
    age_to = 9
    capacity = 8
    minimum = 4
    organisation = factory.SubFactory(OrganisationFactory)
    region = Region.SOUTH
    year = 2027
    season = Season.SPRING

    @factory.post_generation
    def leaders(group, create, leaders, **kwargs):
        if leaders:
            group.leaders.set(leaders)

    @factory.post_generation
    def hosting_districts(group, create, districts, **kwargs):
        if districts:
            group.hosting_districts.set(districts)


# Noon and two hours on, one day after the other, so that sessions of a test do not collide; to
# come, so that their groups are not over.
FIRST_NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(
    days=30
)


def two_hours_from(begin: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(begin, begin + timedelta(hours=2))


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    class Params:
        cancelled = factory.Trait(active=False)
        tonight = factory.Trait(
            during=factory.LazyFunction(
                lambda: two_hours_from(
                    timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0)
                )
            )
        )

    group = factory.SubFactory(GroupFactory, planned=True)
    number = factory.Sequence(lambda n: n + 1)
    room = factory.SubFactory(RoomFactory)
    during = factory.Sequence(lambda n: two_hours_from(FIRST_NOON + timedelta(days=n % 3000)))


class SessionLeaderFactory(factory.django.DjangoModelFactory):
    """A leader in a session; time and state are copied from it, as the database demands."""

    class Meta:
        model = SessionLeader

    session = factory.SubFactory(SessionFactory)
    leader = factory.SubFactory(LeaderFactory)
    during = factory.SelfAttribute("session.during")
    active = factory.SelfAttribute("session.active")
