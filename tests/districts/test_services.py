"""Loading the places, and giving people workplaces."""

from datetime import timedelta

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


@pytest.mark.parametrize(("days", "left"), [(0, []), (30, [-1])], ids=["of today", "older"])
def test_workplace_ends_at_once(days, left):
    admin, today = UserFactory(admin=True), timezone.localdate()
    workplace = AffiliationFactory(valid_from=today - timedelta(days=days))
    with pytest.raises(PermissionDenied):
        services.end_affiliation(workplace=workplace, by=workplace.user)

    services.end_affiliation(workplace=workplace, by=admin)

    kept = Affiliation.objects.values_list("valid_to", flat=True)
    assert list(kept) == [today + timedelta(days=day) for day in left]
    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == ("affiliation.end", {"user": workplace.user_id})


def test_nobody_writes_the_own_workplace(client, sign_in):
    user = sign_in(admin=True, social_worker=True)
    district = DistrictFactory()

    with pytest.raises(PermissionDenied):
        services.affiliate(user=user, district=district, by=user)
    address = f"/kontor/personer/{user.pk}/arbetsplatser/"
    answer = client.post(address, {"place": f"district-{district.pk}"})

    assert answer.status_code == 403
    assert "<select" not in client.get(address).text


def test_administrator_is_told_who_has_no_workplace_and_gives_one(client, sign_in):
    sign_in(admin=True)
    worker, leader = UserFactory(social_worker=True), UserFactory(leader=True)
    sender = UserFactory(referrer=True)
    AffiliationFactory(user=leader)  # in a district, where a leader sees nothing
    AffiliationFactory(user=sender)
    district, organisation = DistrictFactory(), OrganisationFactory()

    def waiting():
        return [item.url for item in client.get("/kontor/").context["items"]]

    addresses = [f"/kontor/personer/{one.pk}/arbetsplatser/" for one in (worker, sender, leader)]
    assert waiting() == addresses
    assert client.post(addresses[0], {"place": "district-0"}).context["form"].errors
    client.post(addresses[0], {"place": f"district-{district.pk}"})
    for address in addresses[1:]:
        client.post(address, {"place": f"organisation-{organisation.pk}"})
    assert waiting() == []
    page = client.post(addresses[0], {"place": f"district-{district.pk}"})
    assert page.context["form"].errors  # there already
    workplace = worker.affiliations.get()
    assert district.name in page.text
    client.post(f"{addresses[0]}{workplace.pk}/avsluta/")

    assert waiting() == addresses[:1]
