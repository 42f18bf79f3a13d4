"""Writing a request down, completing it, sending it: once, in full, in somebody's name."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.choices import Need
from referrals import services
from referrals.choices import (
    ContactWay,
    DisclosureGround,
    Names,
    Protection,
    SenderKind,
    State,
)
from referrals.exceptions import AlreadyAnswered, MoveNotPossible
from referrals.models import Identity, NamedReader, Referral
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import ProgrammeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
NAMES = {"first_name": "Åsa", "last_name": "Fågelsång", "phone": "070-174 06 05"}


@pytest.fixture
def unit():
    return AffiliationFactory()


def answers(**changed):
    return {
        "needs": [Need.SUBSTANCE_USE],
        "child_birth_year": timezone.localdate().year - 8,
        "child_district": DistrictFactory(),
        "disclosure_ground": DisclosureGround.CONSENT_GUARDIANS,
        "contact_ways": [ContactWay.RING],
    } | changed


def send(workplace, *, key=None, fields=None, names=None, draft=False, **kwargs):
    with acting_as(workplace.user):
        return services.create(
            by=workplace.user,
            submission_key=key or uuid4(),
            unit=workplace.district,
            fields=answers() if fields is None else fields,
            identity=NAMES if names is None else names,
            send=not draft,
            **kwargs,
        )


def test_send_writes_the_request_the_names_the_audit_and_the_letters(unit):
    office, closed = UserFactory(coordinator=True), UserFactory(coordinator=True, closed=True)

    referral = send(unit)

    referral = Referral.objects.get(pk=referral.pk)
    assert (referral.state, referral.sender_kind, referral.names) == (
        State.SUBMITTED,
        SenderKind.SOCIAL_SERVICES,
        Names.FULL,
    )
    assert (referral.sent_by, referral.sender_district, referral.owner_authority) == (
        unit.user,
        unit.district,
        unit.district,
    )
    assert (referral.disclosed_by, referral.disclosed_at) == (unit.user, referral.submitted_at)
    opened = Identity.objects.get().opened(referral.reference)
    assert {name: text for name, text in opened.items() if text} == NAMES
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject, event.detail) == (
        "referral.submit",
        f"user:{unit.user.pk}",
        referral.reference,
        {
            "before": None,
            "after": "submitted",
            "ground": "consent_guardians",
            "level": "place_or_not",
        },
    )
    assert [notice.recipient for notice in Notice.objects.all()] == [office]
    assert closed not in {notice.recipient for notice in Notice.objects.all()}


def test_the_same_form_twice_is_one_request(unit):
    key = uuid4()

    first, second = send(unit, key=key), send(unit, key=key, fields=answers(needs=[]))

    assert first == second
    assert Referral.objects.count() == AuditEvent.objects.count() == 1


def test_the_form_of_somebody_else_is_not_answered_with_their_request(unit):
    key = uuid4()
    send(unit, key=key)

    with pytest.raises(AlreadyAnswered):
        send(AffiliationFactory(), key=key)


def test_a_draft_may_be_empty_and_is_told_to_nobody(unit):
    UserFactory(coordinator=True)

    referral = send(unit, fields={}, names={}, draft=True)

    assert (referral.state, referral.submitted_at, referral.disclosed_at) == (
        State.DRAFT,
        None,
        None,
    )
    assert not Notice.objects.exists()
    assert AuditEvent.objects.get().action == "referral.draft"


def test_what_a_rule_refuses_is_said_in_its_words_and_nothing_is_written(unit, english):
    with pytest.raises(ValidationError, match="Say what it is like at home"):
        send(unit, fields=answers(needs=[]))

    assert not Referral.objects.exists()
    assert not Identity.objects.exists()
    assert not AuditEvent.objects.exists()


def test_nobody_sends_for_a_unit_they_do_not_work_in(unit):
    unit.district = DistrictFactory()

    with pytest.raises(PermissionDenied):
        send(unit)
    unit.district = None
    with pytest.raises(PermissionDenied):
        send(unit)


@pytest.mark.parametrize("role", ["leader", "head", "board", "admin"])
def test_other_roles_send_nothing(role):
    with pytest.raises(PermissionDenied):
        send(AffiliationFactory(user=UserFactory(**{role: True})))


def test_the_office_writes_a_telephone_call_down():
    office = UserFactory(coordinator=True)
    fields = answers(sender_kind=SenderKind.FAMILY, disclosure_ground=DisclosureGround.OWN_REQUEST)

    with acting_as(office):
        referral = services.create(
            by=office, submission_key=uuid4(), unit=None, fields=fields, identity=NAMES, send=True
        )

    assert (referral.sender_district, referral.owner_authority, referral.sent_by) == (
        None,
        None,
        office,
    )
    assert not Notice.objects.exists()  # nobody writes to themselves


# --- completed -----------------------------------------------------------------------------


def complete(referral, *, by=None, fields=None, names=None, is_sent=False, **kwargs):
    by = by or referral.sent_by
    with acting_as(by):
        return services.save(
            referral=referral,
            by=by,
            fields=answers() if fields is None else fields,
            identity=NAMES if names is None else names,
            send=is_sent,
            **kwargs,
        )


def test_a_draft_is_completed_and_sent(unit):
    referral = send(unit, fields={}, names={}, draft=True)
    first_contact = referral.first_contact_at

    complete(referral, is_sent=True)

    referral.refresh_from_db()
    assert (referral.state, referral.first_contact_at) == (State.SUBMITTED, first_contact)
    assert (referral.disclosed_by, referral.disclosed_at) == (unit.user, referral.submitted_at)
    actions = [event.action for event in AuditEvent.objects.order_by("pk")]
    assert actions == ["referral.draft", "referral.change", "referral.submit"]


def test_the_audit_tells_which_fields_changed_and_never_to_what():
    referral = ReferralFactory(returned=True)

    complete(referral, fields={"child_birth_year": 2015, "needs_interpreter": True})

    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == (
        "referral.change",
        {"fields": ["child_birth_year", "needs_interpreter"]},
    )


def test_what_was_returned_goes_back_with_the_day_it_was_first_sent():
    referral = ReferralFactory(returned=True)

    sent = complete(referral, is_sent=True)

    assert (sent.state, sent.missing) == (State.SUBMITTED, [])
    assert sent.submitted_at == referral.submitted_at
    assert sent.disclosed_at > referral.disclosed_at


def test_what_is_sent_cannot_be_changed_here():
    referral = ReferralFactory()

    with pytest.raises(MoveNotPossible):
        complete(referral)
    with pytest.raises(MoveNotPossible):
        services.discard(referral=referral, by=referral.sent_by)


def test_a_colleague_of_the_unit_completes_it_and_a_stranger_does_not():
    referral = ReferralFactory(draft=True)
    colleague = AffiliationFactory(district=referral.sender_district).user

    complete(referral, by=colleague)

    with pytest.raises(Referral.DoesNotExist):
        complete(referral, by=AffiliationFactory().user)
    with acting_as("system:test"), pytest.raises(PermissionDenied):
        services.discard(referral=referral, by=AffiliationFactory().user)


def test_a_draft_is_thrown_away_with_its_names(unit):
    referral = send(unit, draft=True)

    with acting_as(unit.user):
        services.discard(referral=referral, by=unit.user)

    assert not Referral.objects.exists()
    assert not Identity.objects.exists()
    assert AuditEvent.objects.filter(action="referral.discard").exists()


# --- protected -----------------------------------------------------------------------------

PROTECTED = {"protection": Protection.CONFIDENTIALITY_MARK}


def test_a_protected_child_is_sent_without_a_name_to_named_people(unit):
    office, other = UserFactory(coordinator=True), UserFactory(coordinator=True)

    referral = send(unit, fields=answers(**PROTECTED), office_reader=office)

    assert not Identity.objects.exists()
    assert set(NamedReader.objects.values_list("user", flat=True)) == {unit.user.pk, office.pk}
    assert [notice.recipient for notice in Notice.objects.all()] == [office]
    assert list(Referral.objects.visible_to(office)) == [referral]
    assert not Referral.objects.visible_to(other).exists()
    colleague = AffiliationFactory(district=unit.district).user
    assert not Referral.objects.visible_to(colleague).exists()


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_child_that_becomes_protected_loses_its_name(state):
    office = UserFactory(coordinator=True)
    referral = ReferralFactory(**{state: True}, identity=NAMES)
    colleague = AffiliationFactory(district=referral.sender_district).user

    complete(referral, by=colleague, fields=answers(**PROTECTED), office_reader=office)

    referral.refresh_from_db()
    assert (referral.names, referral.is_protected) == (Names.NONE, True)
    assert not Identity.objects.exists()
    named = {colleague.pk, office.pk, referral.sent_by_id}
    assert set(NamedReader.objects.values_list("user", flat=True)) == named


def test_a_protection_that_was_a_mistake_is_taken_off_a_draft(unit):
    referral = send(unit, fields=PROTECTED, draft=True)

    complete(referral, fields={"protection": Protection.NONE})

    assert Identity.objects.get().opened(referral.reference)["first_name"] == "Åsa"


def test_a_de_identified_programme_keeps_only_the_units_own_number(unit):
    fields = answers(programme=ProgrammeFactory(de_identified=True), sender_reference="2027-12")

    referral = send(unit, fields=fields)

    assert (referral.names, referral.sender_reference) == (Names.NONE, "2027-12")
    assert not Identity.objects.exists()
