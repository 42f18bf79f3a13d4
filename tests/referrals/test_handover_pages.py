"""The pages of a handover: the giver's, the taker's, and what waits for each on *Att göra*."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals import queries
from referrals.handover import HandoverState
from referrals.models import Handover, Referral
from tests.factories.districts import AffiliationFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(browse):
    case, taker = ReferralFactory(waiting=True), AffiliationFactory()
    return SimpleNamespace(
        case=case,
        unit=taker.district,
        url=reverse("referrals:handover", args=[case.reference]),
        answer=reverse("referrals:handover_answer", args=[case.reference]),
        keep=reverse("referrals:handover_take_back", args=[case.reference]),
        giver=browse(case.sent_by),
        taker=browse(taker.user),
        stranger=browse(AffiliationFactory().user),
        people=(case.sent_by, taker.user),
    )


def lines(user) -> list[str]:
    return [item.title for item in queries.agenda(user)]


def test_from_one_unit_to_the_other_and_to_the_file(two, english):
    asked = {"to_unit": two.unit.code, "reason": "moved", "ground": "consent_guardians"}
    assert two.giver.post(two.url, asked).status_code == 302
    giver, taker = two.people
    assert lines(taker) == [f"{two.case.sender_district} hands {two.case.spoken} over to you"]
    assert lines(giver) == []
    assert "Erbjuden till" in two.giver.get(two.case.get_absolute_url()).text

    seen = two.taker.get(two.url).text
    assert two.case.spoken in seen
    assert str(two.case.child_district) not in seen  # nothing of the child before it is taken
    assert two.taker.post(two.answer, {"sender_reference": "Namn Namnsson"}).status_code == 302
    assert Handover.objects.get().is_open
    taken = two.taker.post(two.answer, {"sender_reference": "2027-5"})

    assert taken.url == two.case.get_absolute_url()
    assert Referral.objects.get().sender_district == two.unit
    assert two.giver.get(two.case.get_absolute_url()).status_code == 404
    words = "Grund: vårdnadshavarna har sagt ja till att vi berättar för enheten. Utlämnat: det som"
    assert words in two.giver.get(two.url).text
    file_text = reverse("referrals:file_text", args=[two.case.reference])
    assert words in two.taker.get(file_text).text
    assert "övertagen av en annan enhet" in two.taker.get(two.case.get_absolute_url()).text


def test_no_and_back_again(two):
    HandoverFactory(referral=two.case, to_unit=two.unit)
    two.taker.post(two.answer, {"refuse": "1"})
    assert Handover.objects.get().state == HandoverState.REFUSED
    two.giver.post(two.keep)  # too late: says who was first
    assert Handover.objects.get().state == HandoverState.REFUSED
    HandoverFactory(referral=two.case, to_unit=two.unit)
    two.giver.post(two.keep)
    assert {row.state for row in Handover.objects.all()} == {"refused", "taken_back"}


def test_whose_it_is_not_finds_nothing(two, office):
    HandoverFactory(referral=two.case, to_unit=two.unit)

    assert [
        client.post(url).status_code if url != two.url else client.get(url).status_code
        for client in (two.stranger, office)
        for url in (two.url, two.answer, two.keep)
    ] == [404] * 3 + [403] * 3
    assert two.giver.post(two.answer, {}).status_code == 403
    assert two.taker.post(two.keep).status_code == 403
    assert two.taker.post(two.url).status_code == 403


def test_the_office_gives_a_unit_what_it_took_by_telephone(two, office):
    case = ReferralFactory(waiting=True, telephone=True)
    url = reverse("referrals:handover", args=[case.reference])
    asked = {"to_unit": two.unit.code, "reason": "contact", "ground": "consent_guardians"}

    assert url in office.get(case.get_absolute_url()).text
    wrong = office.post(url, asked | {"reason": "mistake"})
    assert list(wrong.context["form"].errors) == ["reason"]
    assert office.post(url, asked).status_code == 302
    assert lines(two.people[1]) == [f"samordningen lämnar över {case.spoken} till er"]
    two.taker.post(f"{url}svara/", {"refuse": "1"})
    assert office.post(url, asked).status_code == 302
    assert office.post(f"{url}ta-tillbaka/").status_code == 302
    assert office.post(url, asked).status_code == 302
    two.taker.post(f"{url}svara/", {"take": "1", "sender_reference": "2027-3"})

    assert two.taker.get(case.get_absolute_url()).status_code == 200
    assert "Överlämnad från samordningen av" in two.taker.get(url).text
    assert office.get(url).status_code == 200
    assert office.get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("to_unit", "", "This is needed"),
        ("to_unit", "own", "Choose a unit"),
        ("reason", "", "Choose one"),
        ("ground", "own_request", "own_request"),
    ],
)
def test_what_is_left_out_is_asked_for_beside_the_question(two, english, field, value, words):
    asked = {"to_unit": two.unit.code, "reason": "moved", "ground": "legal_duty"}
    if value == "own":
        value = two.case.sender_district.code

    answer = two.giver.post(two.url, asked | {field: value})

    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors[field])
    assert not Handover.objects.exists()


def test_what_nobody_takes_for_a_week_is_the_givers_again_to_ring_about(two, english):
    week = timezone.now() - timedelta(days=8)
    HandoverFactory(referral=two.case, to_unit=two.unit, given_at=week)
    giver, taker = two.people

    assert lines(giver) == [f"Nobody has taken {two.case.spoken} over"]
    assert [item.urgency for item in queries.agenda(taker)] == ["now"]


def test_the_list_costs_the_same_for_one_and_three(two):
    url, costs = reverse("referrals:handovers"), []
    HandoverFactory(referral=two.case, to_unit=two.unit)
    for more in (0, 2):
        for _ in range(more):
            HandoverFactory(to_unit=two.unit)
        with CaptureQueriesContext(connection) as queries_made:
            assert two.case.spoken in two.taker.get(url).text
        costs.append(len(queries_made))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["zero byte", "sql", "very large", "lines"])
def test_hostile_text_is_refused_on_the_pages_between_units(two, name):
    text = HOSTILE[name]
    handover = HandoverFactory(to_unit=two.unit)
    theirs = reverse("referrals:handover_answer", args=[handover.reference])
    officer, unit, amend = (
        reverse("referrals:officer", args=[two.case.reference]),
        reverse("referrals:unit"),
        reverse("referrals:amend", args=[two.case.reference]),
    )
    fields = ("user", "deputy", "valid_from", "valid_to", "former", "officer", "mailbox")
    posts = [
        (two.giver, two.url, {"to_unit": text, "reason": text, "ground": text}),
        (two.taker, theirs, {"sender_reference": text}),
        (two.giver, officer, {"officer": text}),
        (two.giver, amend, {"reason": text, "child_birth_year": text, "needs": text}),
        *(
            (two.giver, unit, dict.fromkeys(fields, text) | {"mailbox_use": text, button: "1"})
            for button in ("deputy_form", "all_form", "mailbox_form")
        ),
    ]

    answers = [client.post(url, answers).status_code for client, url, answers in posts]

    assert answers == [200, 302, 200, 200, 200, 200, 200]
    assert [row.is_open for row in Handover.objects.all()] == [True]
