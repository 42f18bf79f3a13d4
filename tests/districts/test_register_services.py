"""Writing the registers of places: what is written, audited, refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from barnstod.audit.models import AuditEvent
from districts import services
from districts.choices import AgreementKind
from districts.models import Agreement, Liaison, OperatingGrant, Organisation
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.registers import AgreementFactory, LiaisonFactory, OperatingGrantFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db

KARIN = {
    "role": "liaison",
    "concerns": "",
    "user": None,
    "name": "Karin Ek",
    "phone": "08-508 11 111",
    "email": "",
    "valid_from": date(2026, 1, 1),
    "valid_to": None,
}


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def audited():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "detail"))


def test_new_liaison_is_written_and_audited_without_the_name(coordinator):
    district = DistrictFactory(code="farsta")

    written = services.write_entry(entry=Liaison(district=district), by=coordinator, **KARIN)

    written.refresh_from_db()
    assert {name: getattr(written, name) for name in KARIN} == KARIN
    assert written.place == district
    assert audited() == [("liaison.add", {"district": "farsta"})]


def test_second_liaison_at_the_same_time_is_refused_in_words(coordinator):
    there = LiaisonFactory(valid_from=date(2026, 3, 1))

    with refused("Somebody else has this role here during those days."):
        services.write_entry(entry=Liaison(district=there.district), by=coordinator, **KARIN)

    assert list(Liaison.objects.all()) == [there]
    assert audited() == []


def test_changed_agreement_keeps_its_place_and_says_so_in_the_audit(coordinator):
    agreement = AgreementFactory(organisation__code="humlan", signed_on=None)

    services.write_entry(entry=agreement, by=coordinator, signed_on=date(2026, 9, 1))

    agreement.refresh_from_db()
    assert (agreement.signed_on, agreement.kind) == (date(2026, 9, 1), AgreementKind.COOPERATION)
    assert audited() == [("agreement.change", {"organisation": "humlan"})]


def test_entry_written_by_mistake_is_removed_and_audited(coordinator):
    grant = OperatingGrantFactory(organisation__code="humlan")

    services.remove_entry(entry=grant, by=coordinator)

    assert not OperatingGrant.objects.exists()
    assert audited() == [("operatinggrant.remove", {"organisation": "humlan"})]


def test_new_organisation_gets_an_address_that_nobody_has(coordinator):
    OrganisationFactory(code="kallan")
    fields = {"name": "Källan", "kind": "voluntary", "parent": None, "note": ""}

    written = [
        services.write_organisation(organisation=Organisation(), by=coordinator, **fields).code,
        services.write_organisation(
            organisation=Organisation(), by=coordinator, **fields | {"name": "Ny"}
        ).code,
    ]

    assert written == ["kallan-2", "ny-2"]


def test_changed_organisation_keeps_its_address_and_the_audit_names_the_fields(coordinator):
    organisation = OrganisationFactory(code="humlan", name="Humlan")

    services.write_organisation(
        organisation=organisation, by=coordinator, name="Nya Humlan", kind=organisation.kind
    )

    organisation.refresh_from_db()
    assert (organisation.code, organisation.name) == ("humlan", "Nya Humlan")
    assert audited() == [("organisation.change", {"changed": ["name"]})]


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_nobody_but_the_coordinator_writes_in_the_registers(role):
    user, liaison = UserFactory(**{role: True}), LiaisonFactory()
    attempts = [
        lambda: services.write_entry(entry=liaison, by=user, name="Någon annan"),
        lambda: services.remove_entry(entry=liaison, by=user),
        lambda: services.write_organisation(organisation=Organisation(), by=user, name="Ny"),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert list(Liaison.objects.values_list("name", flat=True)) == [liaison.name]
    assert not Organisation.objects.exists()
    assert not Agreement.objects.exists()


def test_what_the_office_has_written_survives_the_next_loading(coordinator):
    services.load_organisations()
    humlan = Organisation.objects.get(code="humlan")
    services.write_organisation(organisation=humlan, by=coordinator, note="Ringer vi varje höst")
    Organisation.objects.get(code="mariapol").delete()

    services.load_organisations()

    humlan.refresh_from_db()
    assert humlan.note == "Ringer vi varje höst"
    assert Organisation.objects.filter(code="mariapol").exists()
