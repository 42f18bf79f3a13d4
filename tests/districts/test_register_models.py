"""Each invariant of liaisons, agreements and grants, broken once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.registers import AgreementFactory, LiaisonFactory, OperatingGrantFactory

pytestmark = pytest.mark.django_db

SPRING = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 6, 30)}
MIDSUMMER = {"valid_from": date(2026, 6, 30), "valid_to": None}
AUTUMN = {"valid_from": date(2026, 7, 1), "valid_to": None}


def broken(name, create):
    """Assert that the database refuses ``create`` because of the constraint ``name``."""
    with pytest.raises(IntegrityError, match=name):
        create()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("liaison_of_district_or_organisation", {"district": None}),
        ("liaison_of_district_or_organisation", {"organisation": "both"}),
        ("liaison_role_is_known", {"role": "chef"}),
        ("liaison_is_an_account_or_a_name", {"name": ""}),
        ("liaison_is_an_account_or_a_name", {"user": "both"}),
        ("liaison_can_be_reached", {"phone": "", "email": ""}),
        (
            "liaison_ends_after_it_begins",
            {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)},
        ),
    ],
)
def test_database_refuses_liaison(name, fields):
    others = {"organisation": OrganisationFactory, "user": UserFactory}
    fields = {key: others[key]() if value == "both" else value for key, value in fields.items()}

    broken(name, lambda: LiaisonFactory(**fields))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("liaison_of_district_once_at_a_time", {"district": DistrictFactory}),
        (
            "liaison_of_organisation_once_at_a_time",
            {"organisation": OrganisationFactory, "district": lambda: None},
        ),
    ],
)
def test_database_refuses_two_in_one_role_on_the_same_day(name, place):
    place = {key: create() for key, create in place.items()}
    LiaisonFactory(**place, **SPRING)
    LiaisonFactory(**place, **SPRING, role="deputy")
    LiaisonFactory(**place, **SPRING, concerns="Vuxna")
    LiaisonFactory(**SPRING)  # somewhere else
    LiaisonFactory(**place, **AUTUMN)

    broken(name, lambda: LiaisonFactory(**place, **MIDSUMMER))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("agreement_kind_is_known", {"kind": "handslag"}),
        ("agreement_says_what_and_where", {"about": ""}),
        ("agreement_says_what_and_where", {"registry_number": ""}),
        (
            "agreement_ends_after_it_begins",
            {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)},
        ),
    ],
)
def test_database_refuses_agreement(name, fields):
    broken(name, lambda: AgreementFactory(**fields))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("operating_grant_is_some_money", {"amount_sek": 0}),
        ("operating_grant_year_is_plausible", {"year": 26}),
        ("operating_grant_names_its_decision", {"decision": ""}),
    ],
)
def test_database_refuses_operating_grant(name, fields):
    broken(name, lambda: OperatingGrantFactory(**fields))


def test_database_refuses_the_same_decision_twice_in_a_year():
    grant = OperatingGrantFactory()
    same = {"organisation": grant.organisation, "decision": grant.decision}
    OperatingGrantFactory(**same, year=2027)

    broken("operating_grant_once_in_a_decision", lambda: OperatingGrantFactory(**same))


def test_database_refuses_an_organisation_that_is_part_of_itself():
    organisation = OrganisationFactory()
    organisation.parent = organisation

    broken("organisation_is_not_its_own_part", organisation.save)


@pytest.mark.parametrize(
    ("signed", "begins", "ends", "holds"),
    [(-1, -1, None, True), (0, 0, 0, True), (None, -1, None, False), (1, -1, None, False),
     (-1, 1, None, False), (-9, -9, -1, False)],
)  # fmt: skip
def test_agreement_holds_when_it_is_signed_and_its_days_include_today(signed, begins, ends, holds):
    today = timezone.localdate()
    signed, begins, ends = (
        None if days is None else today + timedelta(days=days) for days in (signed, begins, ends)
    )

    agreement = AgreementFactory.build(
        organisation=None, signed_on=signed, valid_from=begins, valid_to=ends
    )

    assert agreement.holds_on(today) is holds
