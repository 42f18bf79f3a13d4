"""The invariants of places and workplaces, each broken once, and the districts through time."""

from datetime import date

import pytest
from django.db import IntegrityError

from districts.models import Affiliation, District, Neighbourhood
from tests.factories.accounts import UserFactory
from tests.factories.districts import (
    AffiliationFactory,
    DistrictFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

THE_ELEVEN = [
    "bromma",
    "enskede-arsta-vantor",
    "farsta",
    "hagersten-alvsjo",
    "hasselby-vallingby",
    "jarva",
    "kungsholmen",
    "norra-innerstaden",
    "skarholmen",
    "skarpnack",
    "sodermalm",
]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("1998-12-31", 0),
        ("1999-01-01", 18),
        ("2006-06-01", 18),
        ("2006-12-31", 18),
        ("2007-01-01", 14),
        ("2020-06-30", 14),
        ("2020-07-01", 13),
        ("2023-06-30", 13),
        ("2023-07-01", 11),
    ],
)
def test_so_many_districts_on_a_day(city, day, number):
    assert District.objects.on(date.fromisoformat(day)).count() == number


def test_the_eleven_of_today(city):
    codes = District.objects.on(date(2026, 11, 21)).values_list("code", flat=True)

    assert sorted(codes) == THE_ELEVEN
    assert District.objects.count() == 25


def test_neighbourhoods_lie_in_districts_of_today(city):
    districts = set(Neighbourhood.objects.values_list("district__code", flat=True))

    assert districts == set(THE_ELEVEN)


@pytest.mark.parametrize(
    ("code", "lineage"),
    [
        ("jarva", {"jarva", "rinkeby-kista", "rinkeby", "kista", "spanga-tensta"}),
        ("rinkeby-kista", {"rinkeby-kista", "rinkeby", "kista"}),
        ("rinkeby", {"rinkeby"}),
        (
            "hagersten-alvsjo",
            {"hagersten-alvsjo", "alvsjo", "hagersten-liljeholmen", "hagersten", "liljeholmen"},
        ),
        ("farsta", {"farsta"}),
    ],
)
def test_lineage_goes_back_to_all_that_was_taken_over_and_never_forward(city, code, lineage):
    ids = District.objects.get(code=code).lineage()

    assert set(District.objects.filter(pk__in=ids).values_list("code", flat=True)) == lineage


def test_lineage_ends_in_a_circle_that_should_not_be():
    one = DistrictFactory(ended=True)
    other = one.successor
    District.objects.filter(pk=other.pk).update(valid_to=date(2020, 1, 1), successor=one)

    assert one.lineage() == {one.pk, other.pk}


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"region": "norrort"}, "district_region_is_known"),
        ({"ended": True, "valid_to": date(1998, 1, 1)}, "district_ends_after_it_begins"),
        ({"ended": True, "successor": None}, "district_has_successor_iff_it_ended"),
        ({"ended": True, "valid_to": None}, "district_has_successor_iff_it_ended"),
    ],
)
def test_database_refuses_a_district(broken, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        DistrictFactory(**broken)


def test_database_refuses_a_district_that_is_its_own_successor():
    district = DistrictFactory(ended=True)

    with pytest.raises(IntegrityError, match="district_is_not_its_own_successor"):
        District.objects.filter(pk=district.pk).update(successor=district)


@pytest.mark.parametrize("factory", [DistrictFactory, NeighbourhoodFactory, OrganisationFactory])
def test_database_refuses_a_code_twice(factory):
    factory(code="samma")

    with pytest.raises(IntegrityError, match="code"):
        factory(code="samma")


def test_database_refuses_an_unknown_kind_of_organisation():
    with pytest.raises(IntegrityError, match="organisation_kind_is_known"):
        OrganisationFactory(kind="bolag")


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"district": None}, "affiliation_is_district_or_organisation"),
        ({"valid_to": date(2000, 1, 1)}, "affiliation_ends_after_it_begins"),
    ],
)
def test_database_refuses_a_workplace(broken, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        AffiliationFactory(**broken)


def test_database_refuses_a_workplace_in_two_places_in_one_row():
    with pytest.raises(IntegrityError, match="affiliation_is_district_or_organisation"):
        AffiliationFactory(organisation=OrganisationFactory())


@pytest.mark.parametrize("in_organisation", [False, True])
def test_database_refuses_the_same_workplace_twice_at_a_time(in_organisation):
    first = AffiliationFactory(
        in_organisation=in_organisation, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30)
    )
    place = {"user": first.user, "district": first.district, "organisation": first.organisation}
    Affiliation.objects.create(**place, valid_from=date(2026, 7, 1))

    with pytest.raises(IntegrityError, match="once_at_a_time"):
        Affiliation.objects.create(**place, valid_from=date(2026, 6, 30))


def test_somebody_may_work_in_two_places_at_once():
    user = UserFactory()

    AffiliationFactory(user=user)
    AffiliationFactory(user=user)
    AffiliationFactory(user=user, in_organisation=True)

    assert user.affiliations.count() == 3
