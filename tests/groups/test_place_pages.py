"""One organisation and one district: what each reader finds there."""

import pytest

from districts.models import Agreement, Liaison, OperatingGrant, Organisation
from tests.factories.accounts import UserFactory
from tests.factories.districts import (
    AffiliationFactory,
    DistrictFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
)
from tests.factories.groups import GroupFactory
from tests.factories.registers import (
    AgreementFactory,
    LiaisonFactory,
    OperatingGrantFactory,
    QualityAnswerFactory,
)

pytestmark = pytest.mark.django_db

OFFICE = {"liaison", "agreement", "grant", "plain", "secret", "quality"}


def place_with_everything():
    """Return an organisation with one of each entry, and the words by which it is seen."""
    organisation = OrganisationFactory()
    LiaisonFactory(district=None, organisation=organisation, name="Karin Ek")
    AgreementFactory(organisation=organisation, registry_number="SOC 2026/4711")
    OperatingGrantFactory(organisation=organisation, decision="Nämnden § 12")
    plain = GroupFactory(planned=True, organisation=organisation)
    secret = GroupFactory(planned=True, violence=True, organisation=organisation)
    signs = {
        "liaison": "Karin Ek",
        "agreement": "SOC 2026/4711",
        "grant": "Nämnden § 12",
        "plain": plain.get_absolute_url(),
        "secret": secret.get_absolute_url(),
        "quality": f"{plain.get_absolute_url()}kvalitet/",
    }
    return organisation, signs


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", OFFICE),
        ("head", OFFICE),
        ("social_worker", {"liaison", "plain"}),
        ("leader", {"liaison", "plain"}),
        ("board", {"plain"}),
        ("admin", {"plain"}),
    ],
)
def test_organisation_shows_each_reader_what_is_theirs(client, sign_in, role, seen):
    sign_in(**{role: True})
    organisation, signs = place_with_everything()

    page = client.get(organisation.get_absolute_url()).text

    assert {name for name, sign in signs.items() if sign in page} == seen


def test_organisations_own_leader_reads_what_was_agreed(client, sign_in):
    user = sign_in(leader=True)
    organisation, signs = place_with_everything()
    AffiliationFactory(in_organisation=True, organisation=organisation, user=user)

    page = client.get(organisation.get_absolute_url()).text

    assert {name for name, sign in signs.items() if sign in page} == OFFICE - {"quality"}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", {"liaison", "plain", "secret"}),
        ("social_worker", {"liaison", "plain"}),
        ("board", {"plain"}),
    ],
)
def test_district_shows_each_reader_what_is_theirs(client, sign_in, role, seen):
    sign_in(**{role: True})
    district = DistrictFactory()
    LiaisonFactory(district=district, name="Karin Ek")
    hosted = {"planned": True, "hosting_districts": [district]}
    signs = {
        "liaison": "Karin Ek",
        "plain": GroupFactory(**hosted).get_absolute_url(),
        "secret": GroupFactory(violence=True, **hosted).get_absolute_url(),
    }

    page = client.get(district.get_absolute_url()).text

    assert {name for name, sign in signs.items() if sign in page} == seen


def test_groups_of_a_merged_district_follow_it_forward_and_never_back(client, sign_in):
    sign_in(coordinator=True)
    now = DistrictFactory()
    before = DistrictFactory(ended=True, successor=now)
    old = GroupFactory(completed=True, hosting_districts=[before])
    new = GroupFactory(planned=True, hosting_districts=[now])

    shown = {
        place: {row.group for row in client.get(place.get_absolute_url()).context["rows"]}
        for place in (now, before)
    }

    assert shown == {now: {old, new}, before: {old}}


def test_group_shows_how_many_criteria_were_answered(client, sign_in):
    sign_in(coordinator=True)
    group = QualityAnswerFactory(answer="no").group
    QualityAnswerFactory(group=group, criterion="room")
    QualityAnswerFactory()

    (row,) = client.get(group.organisation.get_absolute_url()).context["rows"]

    assert (row.group.quality_answered, row.group.quality_no) == (2, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_costs_the_same_for_any_number(
    client, sign_in, django_assert_num_queries, rows
):
    organisation = OrganisationFactory(parent=OrganisationFactory())
    for _ in range(rows):
        OrganisationFactory(parent=organisation)
        LiaisonFactory(
            with_account=True, district=None, organisation=organisation, concerns=f"Enhet {_}"
        )
        AgreementFactory(organisation=organisation)
        OperatingGrantFactory(organisation=organisation)
        GroupFactory(planned=True, organisation=organisation, hosting_districts=[DistrictFactory()])
    sign_in(coordinator=True)

    with django_assert_num_queries(16):
        client.get(organisation.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_district_costs_the_same_for_any_number(client, sign_in, django_assert_num_queries, rows):
    district = DistrictFactory()
    for _ in range(rows):
        DistrictFactory(ended=True, successor=district)
        NeighbourhoodFactory(district=district)
        LiaisonFactory(with_account=True, district=district, concerns=f"Enhet {_}")
        GroupFactory(planned=True, hosting_districts=[district])
    sign_in(coordinator=True)

    with django_assert_num_queries(16):
        client.get(district.get_absolute_url())


# --- Writing -------------------------------------------------------------------------------------

KARIN = {
    "role": "liaison",
    "name": "Karin Ek",
    "phone": "08-508 11 111",
    "valid_from": "2026-01-01",
}
AGREEMENT = {
    "kind": "partnership",
    "about": "Barngrupper",
    "registry_number": "SOC 2026/1",
    "valid_from": "2026-01-01",
}
GRANT = {"year": "2026", "amount_sek": "350000", "decision": "Socialnämnden § 9"}


def test_coordinator_writes_changes_and_removes_entries(client, sign_in):
    sign_in(coordinator=True)
    organisation, district = OrganisationFactory(), DistrictFactory()
    there, here = organisation.get_absolute_url(), district.get_absolute_url()
    posts = [
        (f"{there}kontakt/ny/", KARIN),
        (f"{here}kontakt/ny/", KARIN),
        (f"{there}avtal/ny/", AGREEMENT),
        (f"{there}bidrag/ny/", GRANT),
    ]

    answers = [client.post(url, fields).headers.get("Location") for url, fields in posts]
    agreement, grant = Agreement.objects.get(), OperatingGrant.objects.get()
    client.post(f"{there}avtal/{agreement.pk}/", AGREEMENT | {"signed_on": "2026-02-01"})
    client.post(f"{there}bidrag/{grant.pk}/ta-bort/")

    assert answers == [there, here, there, there]
    assert {liaison.place for liaison in Liaison.objects.all()} == {organisation, district}
    agreement.refresh_from_db()
    assert str(agreement.signed_on) == "2026-02-01"
    assert not OperatingGrant.objects.exists()


def test_liaison_is_chosen_among_those_who_work_there(client, sign_in):
    sign_in(coordinator=True)
    district = DistrictFactory()
    here = AffiliationFactory(district=district).user
    AffiliationFactory()  # works elsewhere
    AffiliationFactory(district=district, user=UserFactory(closed=True))

    form = client.get(f"{district.get_absolute_url()}kontakt/ny/").context["form"]

    assert list(form.fields["user"].queryset) == [here]


def test_new_organisation_opens_its_page_and_cannot_be_part_of_a_part(client, sign_in):
    sign_in(coordinator=True)
    whole = OrganisationFactory()
    part = OrganisationFactory(parent=whole)
    fields = {"name": "Nya Föreningen", "kind": "voluntary"}

    refused = client.post("/kontor/organisationer/ny/", fields | {"parent": part.pk})
    answer = client.post("/kontor/organisationer/ny/", fields | {"parent": whole.pk})
    form = client.get(f"{whole.get_absolute_url()}andra/").context["form"]

    assert list(refused.context["form"].errors) == ["parent"]
    assert answer.headers["Location"] == "/kontor/organisationer/nya-foreningen/"
    assert Organisation.objects.get(code="nya-foreningen").parent == whole
    assert list(form.fields["parent"].queryset) == []


@pytest.mark.parametrize("register", ["avtal", "bidrag"])
def test_district_has_no_agreements_with_the_city(client, sign_in, register):
    sign_in(coordinator=True)

    assert client.get(f"{DistrictFactory().get_absolute_url()}{register}/ny/").status_code == 404


def test_entry_of_another_place_does_not_exist_here(client, sign_in):
    sign_in(coordinator=True)
    agreement, elsewhere = AgreementFactory(), OrganisationFactory()
    url = f"{elsewhere.get_absolute_url()}avtal/{agreement.pk}/"

    assert [client.get(url).status_code, client.post(f"{url}ta-bort/").status_code] == [404, 404]
    assert Agreement.objects.get() == agreement


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_forms_are_for_the_coordinator(client, sign_in, role):
    user = sign_in(**{role: True})
    organisation = AgreementFactory().organisation
    AffiliationFactory(in_organisation=True, organisation=organisation, user=user)
    page = organisation.get_absolute_url()
    forms = [f"{page}{rest}" for rest in ("andra/", "kontakt/ny/", "avtal/ny/", "bidrag/ny/")]

    text = client.get(page).text

    assert {client.get(url).status_code for url in [*forms, "/kontor/organisationer/ny/"]} == {403}
    assert not [url for url in forms if url in text]
