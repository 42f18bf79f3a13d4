"""Whether it is safe: asked before a child waits where there is violence; and the two guardians."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import acting_as
from groups.choices import Need
from referrals import services
from referrals.choices import ConsentBy, SafetyAnswer, State
from referrals.exceptions import NoConsent
from referrals.models import Consent, Referral
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
UNASKED = {
    "safe_at_home": "",
    "services_know": "",
    "safe_way": "",
    "contact_restricted": "",
    "may_know": [],
}
ANSWERS = {
    "safe_at_home": "yes",
    "services_know": "no",
    "safe_way": "not_known",
    "contact_restricted": "yes",
    "may_know": ["guardian_here", "school"],
}
VIOLENCE = [Need.FAMILY_VIOLENCE]


@pytest.mark.parametrize("field", UNASKED)
@pytest.mark.parametrize("state", ["waiting", "resting", "offered", "accepted", "started"])
def test_the_database_lets_no_child_wait_with_a_question_unanswered(field, state):
    ReferralFactory(needs=[Need.MENTAL_ILLNESS], **{state: True, field: UNASKED[field]})

    rule = "referral_with_violence_waits_once_safety_is_asked"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReferralFactory(needs=VIOLENCE, **{state: True, field: UNASKED[field]})


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("referral_safe_at_home_is_known", {"safe_at_home": "maybe"}),
        ("referral_services_know_is_known", {"services_know": "maybe"}),
        ("referral_safe_way_is_known", {"safe_way": "maybe"}),
        ("referral_contact_restricted_is_known", {"contact_restricted": "maybe"}),
        ("referral_may_know_are_known", {"may_know": ["maybe"]}),
    ],
)
def test_the_database_knows_the_answers(rule, wrong):
    with pytest.raises(IntegrityError, match=rule):
        ReferralFactory(**wrong)


def test_a_child_waits_once_the_questions_are_answered(office):
    referral = ReferralFactory(needs=VIOLENCE, **UNASKED)
    wait = reverse("referrals:move", args=[referral.reference, "wait"])

    refused = office.post(wait, follow=True)
    referral.refresh_from_db()
    before = referral.state
    office.post(reverse("referrals:safety", args=[referral.reference]), ANSWERS)
    office.post(wait)

    referral.refresh_from_db()
    assert "Svara på trygghetsfrågorna först" in refused.text
    assert (before, referral.state) == (State.SUBMITTED, State.WAITING)
    assert {field: getattr(referral, field) for field in ANSWERS} == ANSWERS
    event = AuditEvent.objects.get(action="referral.safety")
    assert event.detail == {}


def test_without_violence_nothing_is_asked():
    referral = ReferralFactory(**UNASKED)

    services.move(referral=referral, name="wait", by=UserFactory(coordinator=True))

    assert Referral.objects.get().state == State.WAITING


def test_each_question_needs_an_answer_beside_its_field(office):
    referral = ReferralFactory(needs=VIOLENCE, **UNASKED)

    page = office.post(reverse("referrals:safety", args=[referral.reference]), {"safe_way": "yes"})

    assert set(page.context["form"].errors) == set(UNASKED) - {"safe_way"}


def test_strangers_answer_nothing():
    with pytest.raises(PermissionDenied):
        services.answer_safety(
            referral=ReferralFactory(), answers=ANSWERS, by=AffiliationFactory().user
        )


def test_a_child_that_is_not_safe_is_said_to_be_reported_to_its_own_district(office):
    referral = ReferralFactory(safe_at_home=SafetyAnswer.NO)
    district = referral.child_district
    district.concern_phone = "08-465 004 77"
    district.save()

    page = office.get(referral.get_absolute_url()).text

    assert "Barnet är inte tryggt hemma." in page
    assert "08-465 004 77" in page


def test_where_a_protected_child_lives_is_not_told_by_a_channel(browse):
    reader = UserFactory(coordinator=True)
    referral = ReferralFactory(protected=True, named=[reader], safe_at_home=SafetyAnswer.NO)

    page = browse(reader).get(reverse("referrals:safety", args=[referral.reference]))

    channels = {channel.district for channel in page.context["channels"]}
    assert channels == {referral.sender_district.name}


# --- consent -------------------------------------------------------------------------------------


def started(referral):
    services.move(referral=referral, name="start", by=UserFactory(coordinator=True))
    return Referral.objects.get(pk=referral.pk).state


@pytest.mark.parametrize("half", [ConsentBy.GUARDIAN_HERE, ConsentBy.GUARDIAN_THERE])
def test_one_of_two_guardians_is_not_enough(half):
    referral = ReferralFactory(accepted=True)
    ConsentFactory(referral=referral, by=half)

    with pytest.raises(NoConsent):
        started(referral)

    other = {ConsentBy.GUARDIAN_HERE, ConsentBy.GUARDIAN_THERE} - {half}
    ConsentFactory(referral=referral, by=other.pop())
    assert started(referral) == State.STARTED


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_begin_with_half_a_yes():
    with acting_as("system:test"):
        referral = ReferralFactory(accepted=True)
        ConsentFactory(referral=referral, by=ConsentBy.GUARDIAN_HERE)

    with (
        pytest.raises(IntegrityError, match="nobody begins without a yes"),
        acting_as("system:test"),
    ):
        Referral.objects.filter(pk=referral.pk).update(state=State.STARTED)


@pytest.mark.parametrize("assessed", [True, False])
def test_the_board_decides_only_where_the_measure_is_assessed(assessed):
    group = GroupFactory(planned=True, programme__is_assessed=assessed)
    referral = ReferralFactory(accepted=True, group=group)
    services.record_consent(
        referral=referral,
        by=referral.sent_by,
        who=ConsentBy.BOARD_DECISION,
        given_on=timezone.localdate(),
        decided_on=timezone.localdate(),
        decision_reference="2027-14",
    )

    if assessed:
        assert started(referral) == State.STARTED
    else:
        with pytest.raises(NoConsent):
            started(referral)


@pytest.mark.parametrize(
    ("who", "decision"),
    [
        (ConsentBy.BOARD_DECISION, {}),
        (ConsentBy.CHILD_FROM_12, {"decided_on": date(2027, 1, 1)}),
        (ConsentBy.BOARD_DECISION, {"decision_reference": "2027-14"}),
        (ConsentBy.ONLY_GUARDIAN, {"decided_on": date(2027, 1, 1), "decision_reference": "1"}),
    ],
)
def test_the_database_wants_a_decision_where_the_yes_rests_on_one(who, decision):
    referral = ReferralFactory(child_birth_year=2005)

    with pytest.raises(IntegrityError, match="consent_decision_iff_it_rests_on_one"):
        ConsentFactory(referral=referral, by=who, **decision)


def test_the_database_keeps_one_standing_yes_of_each_guardian():
    first = ConsentFactory(by=ConsentBy.GUARDIAN_HERE)
    first.withdrawn_on = timezone.localdate()
    first.save()
    ConsentFactory(referral=first.referral, by=ConsentBy.GUARDIAN_HERE)

    with pytest.raises(IntegrityError, match="consent_of_a_guardian_once"):
        ConsentFactory(referral=first.referral, by=ConsentBy.GUARDIAN_HERE)


@pytest.mark.parametrize(
    ("who", "age"), [(ConsentBy.CHILD_FROM_12, 12), (ConsentBy.CHILD_FROM_15, 15)]
)
def test_a_child_says_yes_alone_only_when_it_is_certainly_old_enough(who, age):
    today = timezone.localdate()
    decided = (
        {"decided_on": today, "decision_reference": "2027-14"}
        if who == ConsentBy.CHILD_FROM_12
        else {}
    )
    perhaps = ReferralFactory(child_birth_year=today.year - age, child_birth_month=None)
    certainly = ReferralFactory(child_birth_year=today.year - age - 1)
    told = {"who": who, "given_on": today, **decided}

    with pytest.raises(ValidationError):
        services.record_consent(referral=perhaps, by=perhaps.sent_by, **told)
    services.record_consent(referral=certainly, by=certainly.sent_by, **told)

    assert Consent.objects.get().referral == certainly


@pytest.mark.parametrize("who", [ConsentBy.CHILD_FROM_12, ConsentBy.CHILD_FROM_15])
def test_the_database_refuses_the_yes_of_a_child_that_is_too_young(who):
    decided = (
        {"decided_on": timezone.localdate(), "decision_reference": "1"}
        if who == ConsentBy.CHILD_FROM_12
        else {}
    )

    with pytest.raises(IntegrityError, match="too young"):
        ConsentFactory(by=who, **decided)


def test_one_guardian_taking_the_yes_back_takes_the_card_at_once(browse):
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    referral = ReferralFactory(accepted=True, group=group)
    halves = [
        ConsentFactory(referral=referral, by=half)
        for half in (ConsentBy.GUARDIAN_HERE, ConsentBy.GUARDIAN_THERE)
    ]
    before = list(Referral.objects.visible_to(leader.user))

    services.take_back_consent(referral=referral, consent=halves[1], by=referral.sent_by)

    assert before == [referral]
    assert list(Referral.objects.visible_to(leader.user)) == []
    page = browse(leader.user).get(reverse("referrals:children", args=[group.slug]))
    assert referral.spoken not in page.text


def test_the_form_asks_for_the_decision_beside_its_fields(office):
    referral = ReferralFactory(child_birth_year=timezone.localdate().year - 14)
    url = reverse("referrals:consent", args=[referral.reference])
    said = {"who": "child_from_12", "given_on": timezone.localdate()}
    tomorrow = timezone.localdate() + timedelta(days=1)

    empty = office.post(url, said)
    wrong = office.post(url, said | {"decided_on": tomorrow, "decision_reference": "Åsa Ek"})
    office.post(url, said | {"decided_on": timezone.localdate(), "decision_reference": "2027-14"})

    fields = {"decided_on", "decision_reference"}
    assert set(empty.context["form"].errors) == set(wrong.context["form"].errors) == fields
    assert Consent.objects.get().decision_reference == "2027-14"
