"""Loading the places, and giving people workplaces."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.web.models import PublicVersion
from districts import services
from districts.models import Affiliation, District, Neighbourhood, Organisation
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def version():
    return PublicVersion.objects.get().number


def test_load_districts_twice_writes_once():
    call_command("load_districts")
    before = version()

    call_command("load_districts")

    assert version() == before
    assert (District.objects.count(), Neighbourhood.objects.count()) == (25, 122)


def test_load_districts_mends_what_differs():
    call_command("load_districts")
    District.objects.filter(code="jarva").update(name="Fel")

    call_command("load_districts")

    assert District.objects.get(code="jarva").name == "Järva"


def test_load_organisations_keeps_source_parent_and_grant():
    services.load_organisations()
    before = version()
    services.load_organisations()

    assert version() == before
    assert Organisation.objects.count() == 22
    vandpunkten = Organisation.objects.get(code="ersta-vandpunkten")
    assert (vandpunkten.parent.code, vandpunkten.has_operating_grant, vandpunkten.source) == (
        "ersta-diakoni",
        True,
        "002",
    )
    assert Organisation.objects.get(code="mariapol").kind == ""


def test_affiliate_gives_a_workplace_and_audits_it():
    admin, user, district = UserFactory(admin=True), UserFactory(), DistrictFactory(code="farsta")

    workplace = services.affiliate(user=user, district=district, by=admin)

    assert (workplace.user, workplace.district, workplace.valid_from, workplace.valid_to) == (
        user,
        district,
        timezone.localdate(),
        None,
    )
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject, event.detail) == (
        "affiliation.start",
        f"user:{admin.pk}",
        str(workplace.pk),
        {"user": user.pk, "district": "farsta"},
    )


@pytest.mark.parametrize("role", ["coordinator", "head", "leader", "social_worker", "board"])
def test_affiliate_is_the_administrators_alone(role):
    user = UserFactory()

    with pytest.raises(PermissionDenied):
        services.affiliate(user=user, district=DistrictFactory(), by=UserFactory(**{role: True}))

    assert not Affiliation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_affiliate_explains_an_overlap_in_words():
    first = AffiliationFactory()

    with pytest.raises(ValidationError):
        services.affiliate(user=first.user, district=first.district, by=UserFactory(admin=True))


def test_affiliate_needs_a_place():
    with pytest.raises(ValidationError):
        services.affiliate(user=UserFactory(), by=UserFactory(admin=True))


def test_end_affiliation_sets_its_last_day_and_audits_it():
    admin = UserFactory(admin=True)
    workplace = AffiliationFactory(
        in_organisation=True, organisation=OrganisationFactory(), valid_from=date(2026, 1, 1)
    )
    last = date(2026, 1, 1) + timedelta(days=90)

    services.end_affiliation(workplace=workplace, by=admin, on=last)

    workplace.refresh_from_db()
    assert workplace.valid_to == last
    assert AuditEvent.objects.get().detail == {
        "user": workplace.user_id,
        "last_day": str(last),
    }
    with pytest.raises(PermissionDenied):
        services.end_affiliation(workplace=workplace, by=workplace.user, on=last)
