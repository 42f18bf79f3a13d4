"""Places and workplaces; a district of today, an organisation, somebody's place in either."""

from datetime import date

import factory
from django.utils import timezone

from districts.choices import OrganisationKind, Region
from districts.models import Affiliation, Deputy, District, Neighbourhood, Organisation
from tests.factories.accounts import a_year_ago


class DistrictFactory(factory.django.DjangoModelFactory):
    """A district of today; ``ended`` makes it one of the past, with a successor."""

    class Meta:
        model = District

    class Params:
        ended = factory.Trait(
            valid_to=date(2019, 12, 31),
            successor=factory.SubFactory("tests.factories.districts.DistrictFactory"),
        )

    code = factory.Sequence(lambda n: f"stadsdel-{'abcdefghij'[n % 10]}{n}")
    name = factory.Sequence(lambda n: f"Stadsdel {n}")
    board_name = factory.LazyAttribute(lambda district: f"{district.name} stadsdelsnämnd")
    region = Region.SOUTH
    valid_from = date(1999, 1, 1)


class NeighbourhoodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Neighbourhood

    code = factory.Sequence(lambda n: f"omrade-{n}")
    name = factory.Sequence(lambda n: f"Område {n}")
    district = factory.SubFactory(DistrictFactory)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = OrganisationKind.VOLUNTARY


class AffiliationFactory(factory.django.DjangoModelFactory):
    """A workplace in a district; ``in_organisation`` makes it one in an organisation.

    ``sends`` is an organisation's, of somebody who sends requests for it.
    """

    class Meta:
        model = Affiliation

    class Params:
        in_organisation = factory.Trait(
            district=None, organisation=factory.SubFactory(OrganisationFactory)
        )
        sends = factory.Trait(
            in_organisation=True,
            user=factory.SubFactory("tests.factories.accounts.UserFactory", referrer=True),
        )

    user = factory.SubFactory("tests.factories.accounts.UserFactory", social_worker=True)
    district = factory.SubFactory(DistrictFactory)
    valid_from = factory.LazyFunction(a_year_ago)


class DeputyFactory(factory.django.DjangoModelFactory):
    """Somebody stands in today, and today alone."""

    class Meta:
        model = Deputy

    user = factory.SubFactory("tests.factories.accounts.UserFactory", social_worker=True)
    deputy = factory.SubFactory("tests.factories.accounts.UserFactory", social_worker=True)
    valid_from = factory.LazyFunction(timezone.localdate)
    valid_to = factory.LazyFunction(timezone.localdate)
    named_by = factory.SelfAttribute("user")
