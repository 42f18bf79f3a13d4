"""Members of staff; each trait gives the role of that name from a year ago on."""

from datetime import timedelta

import factory
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import RoleGrant, User

PASSWORD = "korrekt-hast-batteri-2026"


def a_year_ago():
    return timezone.localdate() - timedelta(days=365)


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    role = Role.SOCIAL_WORKER
    valid_from = factory.LazyFunction(a_year_ago)


def holds(role):
    """Return the trait of a user who holds ``role``."""
    return factory.Trait(
        **{f"{role}_grant": factory.RelatedFactory(RoleGrantFactory, "user", role=role)}
    )


class UserFactory(factory.django.DjangoModelFactory):
    """An account without any role; the traits add roles and may be combined."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        coordinator = holds(Role.COORDINATOR)
        head = holds(Role.HEAD)
        social_worker = holds(Role.SOCIAL_WORKER)
        referrer = holds(Role.REFERRER)
        leader = holds(Role.LEADER)
        board = holds(Role.BOARD)
        admin = holds(Role.ADMIN)
        closed = factory.Trait(is_active=False)

    email = factory.Sequence(lambda n: f"person{n}@barnstod.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)
