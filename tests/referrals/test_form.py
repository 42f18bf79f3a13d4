"""The request form, as a social worker between two meetings meets it. Without any script."""

from uuid import uuid4

import pytest
from django.urls import reverse

from groups.choices import Need
from referrals.choices import Names, State
from referrals.models import Identity, NamedReader, Referral
from referrals.models.identity import LATER_FIELDS
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory, ProgrammeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
NEW = "/kontor/forfragningar/ny/pa-en-sida/"
SEALED = ("first_name", "last_name", "guardians", "phone", "address", "school", "contact_note")


@pytest.fixture
def unit():
    return AffiliationFactory()


@pytest.fixture
def send(browse, unit, typed):
    """Return a function that sends the form, with some answers changed."""
    client = browse(unit.user)

    def send(url=NEW, **changed):
        answers = typed | {"unit": unit.district.code} | changed
        return client.post(url, {name: value for name, value in answers.items() if value != ""})

    return send


def test_send(send, unit, typed):
    group = GroupFactory(planned=True)

    response = send(wished_group=group.slug, programme=group.programme.code)

    referral = Referral.objects.get()
    assert (response.status_code, response.url) == (302, referral.get_absolute_url())
    assert (referral.state, referral.sent_by, referral.sender_district) == (
        State.SUBMITTED,
        unit.user,
        unit.district,
    )
    assert (referral.needs, referral.weekdays, referral.languages) == (
        [Need.SUBSTANCE_USE],
        [1, 3],
        ["sv"],
    )
    assert (referral.wished_group, referral.programme) == (group, group.programme)
    assert (referral.preserve_sample, referral.sender_reference) == (True, "2027-12")
    opened = Identity.objects.get().opened(referral.reference)
    assert opened == {name: typed[name] for name in SEALED} | dict.fromkeys(LATER_FIELDS, "")


def test_the_same_form_sent_twice_is_one_request(send):
    key = str(uuid4())

    first, second = send(submission_key=key), send(submission_key=key)

    assert first.url == second.url == Referral.objects.get().get_absolute_url()


def test_each_empty_form_carries_a_key_of_its_own(browse, unit):
    client = browse(unit.user)

    keys = {client.get(NEW).context["form"]["submission_key"].value() for _ in range(2)}

    assert len(keys) == 2


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(send):
    response = send(needs="", child_district="", child_birth_year="1990", disclosure_ground="")

    form = response.context["form"]
    assert response.status_code == 200
    assert set(form.errors) == {"needs", "child_district", "child_birth_year", "disclosure_ground"}
    for name in SEALED:
        assert form[name].value() in response.text
        assert form[name].value() == form.data[name]
    assert not Referral.objects.exists()


def test_a_draft_may_be_empty_and_is_gone_on_with(browse, unit):
    client = browse(unit.user)

    response = client.post(NEW, {"draft": "1", "unit": unit.district.code, "protection": "none"})

    referral = Referral.objects.get()
    assert response.url == reverse("referrals:edit", args=[referral.reference])
    assert referral.state == State.DRAFT
    assert client.get(response.url).status_code == 200


def test_a_draft_shows_what_was_written_and_is_sent(send, browse, unit, typed):
    draft = typed | {"draft": "1", "unit": unit.district.code}
    del draft["send"]
    client = browse(unit.user)
    url = client.post(NEW, draft).url

    page = client.get(url)
    form = page.context["form"]

    assert {name: form[name].value() for name in SEALED} == {name: typed[name] for name in SEALED}
    assert (form["weekdays"].value(), form["child_birth_month"].value()) == ([1, 3], 3)
    assert (form["number"].value(), page.text.count(typed["number"])) == (None, 0)
    assert send(url=url, number="").status_code == 302
    referral = Referral.objects.get()
    assert referral.state == State.SUBMITTED
    assert referral.identity.number_index is not None


def test_what_is_sent_cannot_be_opened_in_the_form(send, browse):
    referral = ReferralFactory()
    url = reverse("referrals:edit", args=[referral.reference])

    response = browse(referral.sent_by).get(url)

    assert (response.status_code, response.url) == (302, referral.get_absolute_url())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "20000105-2381"}, "number"),
        ({"child_birth_year": "tvåtusen"}, "child_birth_year"),
        ({"child_district": "atlantis"}, "child_district"),
        ({"needs": ["everything"]}, "needs"),
        ({"wished_group": "barngrupp-farsta-vt27-xxxx"}, "wished_group"),
        ({"sender_reference": "Åsa Fågelsång"}, "sender_reference"),
        ({"feedback_level": "attendance_too"}, "family_agrees_to_feedback"),
        ({"disclosure_ground": "own_request"}, "disclosure_ground"),
        ({"protection": "secret"}, "protection"),
        ({"unit": "atlantis"}, "unit"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_answer_is_refused_beside_its_field(send, changed, field):
    response = send(**changed)

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert not Referral.objects.exists()


def test_nobody_sends_for_another_unit(send):
    response = send(unit=DistrictFactory().code)

    assert list(response.context["form"].errors) == ["unit"]


def test_a_social_worker_without_a_unit_has_no_form(browse):
    assert browse(UserFactory(social_worker=True)).get(NEW).status_code == 403


def test_a_former_districts_worker_sends_for_the_district_of_today(browse, typed):
    now = DistrictFactory()
    DistrictFactory(ended=True, successor=now)
    client = browse(AffiliationFactory(district=now).user)

    client.post(NEW, typed | {"unit": now.code})

    assert Referral.objects.get().sender_district == now


# --- protected and nameless ------------------------------------------------------------------


def test_names_of_a_protected_child_are_neither_saved_nor_written_into_the_page(send, typed):
    reader = UserFactory(coordinator=True)

    response = send(protection="confidentiality_mark", office_reader=reader.pk)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {*SEALED, "number"}
    for name in (*SEALED, "number"):
        assert typed[name] not in response.text
    assert not Referral.objects.exists()


def test_a_protected_child_is_sent_by_three_words_to_the_named_reader(send):
    reader = UserFactory(coordinator=True)
    nothing = dict.fromkeys((*SEALED, "number", "child_district", "contact_ways"), "")

    response = send(protection="confidentiality_mark", office_reader=reader.pk, **nothing)

    referral = Referral.objects.get()
    assert response.url == referral.get_absolute_url()
    assert (referral.names, referral.contact_ways) == (Names.NONE, ["through_sender"])
    assert set(NamedReader.objects.values_list("user", flat=True)) == {
        reader.pk,
        referral.sent_by_id,
    }


def test_a_protected_child_needs_somebody_at_the_office(send):
    nothing = dict.fromkeys((*SEALED, "number"), "")

    response = send(protection="fictitious_identity", **nothing)

    assert list(response.context["form"].errors) == ["office_reader"]


def test_a_programme_without_names_refuses_them(send, typed):
    programme = ProgrammeFactory(de_identified=True)

    response = send(programme=programme.code)

    assert set(response.context["form"].errors) == {*SEALED, "number"}
    assert typed["last_name"] not in response.text
    assert (
        send(programme=programme.code, **dict.fromkeys((*SEALED, "number"), "")).status_code == 302
    )
    assert Referral.objects.get().names == Names.NONE


# --- by telephone ------------------------------------------------------------------------------


def test_the_office_writes_a_telephone_call_down(office, typed):
    call = typed | {"sender_kind": "family", "disclosure_ground": "own_request"}

    response = office.post(NEW, call)

    referral = Referral.objects.get()
    assert response.url == referral.get_absolute_url()
    assert (referral.sender_kind, referral.sender_district) == ("family", None)


def test_another_coordinator_opens_the_names_before_completing_a_call(office, browse):
    referral = ReferralFactory(draft=True, telephone=True, identity={"first_name": "Åsa"})
    url = reverse("referrals:edit", args=[referral.reference])

    assert office.get(url).url == referral.get_absolute_url()
    office.post(reverse("referrals:open_names", args=[referral.reference]), {"why": "call"})
    page = office.get(url)

    assert page.context["form"]["first_name"].value() == "Åsa"
