"""A case goes from one unit to another: in two steps, told to nobody else, and never half."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.notifications.services import queue
from barnstod.security.actor import acting_as
from districts.choices import MailboxUse
from referrals import services
from referrals.choices import FeedbackLevel, Protection
from referrals.exceptions import MoveNotPossible, NobodyCleared
from referrals.handover import HandoverGround, HandoverReason, HandoverState, Told
from referrals.models import Handover, NamedReader, Referral
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
WHY = {"reason": HandoverReason.MOVED, "ground": HandoverGround.CONSENT_GUARDIANS}


@pytest.fixture
def two():
    """A case of one unit, and people of both."""
    case = ReferralFactory(
        waiting=True,
        identity={"first_name": "Kanarie"},
        sender_reference="2027-1",
        feedback_level=FeedbackLevel.ATTENDANCE_TOO,
        family_agrees_to_feedback=True,
    )
    taker = AffiliationFactory()
    return SimpleNamespace(
        case=case,
        giver=case.sent_by,
        colleague=AffiliationFactory(district=case.sender_district).user,
        unit=taker.district,
        taker=taker.user,
        other_taker=AffiliationFactory(district=taker.district).user,
    )


def give(two, by=None, to_unit=None):
    by = by or two.giver
    with acting_as(by):
        return services.hand_over(referral=two.case, to_unit=to_unit or two.unit, by=by, **WHY)


def take(two, handover, by=None):
    by = by or two.taker
    with acting_as(by):
        services.take_over(handover=handover, sender_reference="2027-77", by=by)


def readers(case, *people) -> list[bool]:
    """Return who of ``people`` finds the case, by the rule and by the wall alike."""
    found = []
    for user in people:
        rule = Referral.objects.visible_to(user).filter(pk=case.pk).exists()
        with acting_as(user):
            assert Referral._base_manager.filter(pk=case.pk).exists() == rule
        found.append(rule)
    return found


def letters() -> set:
    return {(notice.kind, notice.recipient) for notice in Notice.objects.all()}


def actions(case) -> list[str]:
    rows = AuditEvent.objects.filter(subject=case.reference, action__startswith="referral.")
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_until_it_is_taken_the_giver_keeps_it(two):
    handover = give(two)

    assert readers(two.case, two.giver, two.colleague, two.taker) == [True, True, False]
    assert letters() == {("handover_offered", two.taker), ("handover_offered", two.other_taker)}
    assert actions(two.case) == ["referral.hand_over"]
    for user in (two.giver, two.taker):
        assert list(Handover.objects.visible_to(user)) == [handover]
    assert (handover.reference, handover.alias) == (two.case.reference, two.case.spoken)


def test_the_takers_mailbox_is_told_but_never_of_a_protected_child(two):
    two.unit.mailbox = "enheten@barnstod.example"
    two.unit.save()
    give(two)
    assert Notice.objects.filter(mailbox=two.unit.mailbox).count() == 1
    two.unit.mailbox_use = MailboxUse.INSTEAD
    two.unit.save()
    two.case = ReferralFactory(workplace=two.giver.affiliations.get())
    give(two)
    assert letters() == {("handover_offered", user) for user in (two.taker, two.other_taker, None)}
    assert Notice.objects.count() == 4
    protected(two, two.taker)

    give(two)

    assert Notice.objects.filter(mailbox=two.unit.mailbox).count() == 2
    assert Notice.objects.filter(recipient=two.taker).count() == 2


def test_taken_over_it_is_the_takers_and_the_disclosure_is_written_down(two):
    ConsentFactory(referral=two.case)
    handover = give(two)
    queue("place_offered", to=two.giver, path=two.case.get_absolute_url())

    take(two, handover)

    case, handover = Referral.objects.get(pk=two.case.pk), Handover.objects.get()
    assert (case.sender_district, case.owner_authority, case.sent_by) == (
        two.unit, two.unit, two.taker
    )  # fmt: skip
    assert case.disclosed_by == two.giver  # who told the office stays
    assert case.sender_reference == "2027-77"
    assert (case.feedback_level, case.family_agrees_to_feedback) == ("place_or_not", False)
    assert (handover.state, handover.answered_by) == (HandoverState.TAKEN, two.taker)
    assert handover.told == [Told.CASE, Told.NAMES, Told.SAFETY, Told.CONSENT]
    assert readers(case, two.giver, two.colleague, two.taker) == [False, False, True]
    # What was owed about the case to the giver is not; that it was taken is.
    assert letters() == {
        ("handover_offered", two.taker),
        ("handover_offered", two.other_taker),
        ("handover_answered", two.giver),
    }
    assert actions(case) == ["referral.hand_over", "referral.take_over"]
    assert list(Handover.objects.visible_to(two.colleague)) == [handover]


@pytest.mark.parametrize(
    ("end", "who", "told", "state"),
    [
        (services.refuse_handover, "taker", {"giver"}, HandoverState.REFUSED),
        (services.take_back_handover, "colleague", {"giver"}, HandoverState.TAKEN_BACK),
        (services.take_back_handover, "giver", {"taker", "other_taker"}, HandoverState.TAKEN_BACK),
    ],
)
def test_what_is_refused_or_taken_back_stays_where_it_was(two, end, who, told, state):
    handover, by = give(two), getattr(two, who)
    Notice.objects.all().delete()

    with acting_as(by):
        end(handover=handover, by=by)

    assert Handover.objects.get().state == state
    assert readers(two.case, two.giver, two.taker) == [True, False]
    assert letters() >= {("handover_answered", getattr(two, name)) for name in told}
    with pytest.raises(MoveNotPossible):
        take(two, handover)
    give(two)  # and can be handed over again


def test_the_answer_is_for_the_unit_it_is_given_to(two, english):
    handover, stranger = give(two), AffiliationFactory().user

    for user in (two.giver, stranger, UserFactory(coordinator=True)):
        with pytest.raises(PermissionDenied):
            take(two, handover, by=user)
    for user in (two.taker, stranger):
        with acting_as(user), pytest.raises(PermissionDenied):
            services.take_back_handover(handover=handover, by=user)
    assert not Handover.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        give(two, by=UserFactory(coordinator=True))
    with pytest.raises(ValidationError, match="already"):
        give(two)


@pytest.mark.parametrize("state", ["draft", "completed", "withdrawn"])
def test_a_draft_and_a_closed_case_stay(two, state):
    two.case = ReferralFactory(**{state: True})

    with pytest.raises(PermissionDenied):
        give(two, by=two.case.sent_by)


def test_a_case_that_is_closed_meanwhile_is_on_its_way_no_more(two):
    handover, office = give(two), UserFactory(coordinator=True)

    with acting_as(office):
        services.move(
            referral=two.case, name="decline", by=office,
            decline_reason="no_group", guided_to="school",
        )  # fmt: skip

    assert Handover.objects.get().state == HandoverState.TAKEN_BACK
    with pytest.raises(MoveNotPossible):
        take(two, handover)


# --- a protected child --------------------------------------------------------------------------


def protected(two, *named):
    two.case = ReferralFactory(waiting=True, protected=True, named=[*named])
    two.giver = two.case.sent_by
    NamedReader.objects.create(referral=two.case, user=two.giver, named_by=two.giver)


def test_a_protected_child_goes_only_where_somebody_is_named(two):
    office = UserFactory(coordinator=True)
    protected(two, office)
    with pytest.raises(NobodyCleared):
        give(two)
    NamedReader.objects.create(referral=two.case, user=two.taker, named_by=office)

    handover = give(two)

    assert letters() == {("handover_offered", two.taker)}
    assert not Handover.objects.visible_to(two.other_taker).exists()
    with pytest.raises(PermissionDenied):
        take(two, handover, by=two.other_taker)
    take(two, handover)
    assert readers(two.case, two.giver, two.taker, office) == [False, True, True]
    assert not Handover.objects.visible_to(two.giver).exists()


def test_a_protected_child_of_the_telephone_comes_to_the_unit_where_somebody_is_named(two):
    office = UserFactory(coordinator=True)
    two.case = ReferralFactory(waiting=True, telephone=True, protected=True, named=[office])
    NamedReader.objects.create(referral=two.case, user=two.taker, named_by=office)
    assert readers(two.case, office, two.taker, two.giver) == [True, False, False]
    with pytest.raises(Referral.DoesNotExist):
        give(two, by=two.taker)

    take(two, give(two, by=office))

    case = Referral.objects.get(pk=two.case.pk)
    assert (case.sender_district, case.owner_authority, case.sent_by) == (
        two.unit, two.unit, two.taker
    )  # fmt: skip
    assert readers(two.case, office, two.taker, two.other_taker) == [True, True, False]
    assert Handover.objects.get().told == [Told.CASE, Told.SAFETY]


def test_no_unit_writes_that_the_office_gave(two):
    case = ReferralFactory(waiting=True, telephone=True)
    row = HandoverFactory.build(
        referral=case, from_unit=None, to_unit=two.unit, given_by=two.taker, reason="contact"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(two.taker):
        row.save()


def test_who_becomes_protected_on_the_way_stays_and_the_row_shows_nothing(two):
    give(two)

    with acting_as(two.giver):
        services.protect(
            referral=two.case, protection=Protection.CONFIDENTIALITY_MARK, by=two.giver,
            office_reader=UserFactory(coordinator=True),
        )  # fmt: skip

    assert Handover.objects.get().state == HandoverState.TAKEN_BACK
    assert not Handover.objects.visible_to(two.taker).exists()
    with acting_as(two.taker):
        assert not Handover._base_manager.exists()
    assert "handover_offered" not in {kind for kind, _user in letters()}


# --- what the database holds --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("handover_state_is_known", {"state": "lost", "answered_at": timezone.now()}),
        ("handover_reason_is_known", {"reason": "no"}),
        ("handover_ground_is_known", {"ground": "own_request"}),
        ("handover_told_is_known", {"taken": True, "told": ["diary"]}),
        ("handover_answered_iff_not_open", {"state": "refused"}),
        ("handover_says_what_was_told_iff_taken", {"taken": True, "told": []}),
        ("handover_says_what_was_told_iff_taken", {"told": ["case"]}),
    ],
)
def test_a_row_that_cannot_be(rule, changes):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        HandoverFactory(**changes)


def test_of_one_case_one_handover_waits_and_never_to_itself():
    first = HandoverFactory()

    with pytest.raises(IntegrityError, match="handover_one_at_a_time"), transaction.atomic():
        HandoverFactory(referral=first.referral)
    case = ReferralFactory()
    with pytest.raises(IntegrityError, match="handover_to_another_unit"), transaction.atomic():
        HandoverFactory(referral=case, to_unit=case.sender_district)


def test_only_an_open_case_of_the_unit_itself_is_handed_over_by_the_database_too():
    for traits in ({"draft": True}, {"withdrawn": True}):
        with pytest.raises(IntegrityError, match="only what a unit has sent"), transaction.atomic():
            HandoverFactory(referral=ReferralFactory(**traits))
    with pytest.raises(IntegrityError, match="only what a unit has sent"), transaction.atomic():
        HandoverFactory(from_unit=DistrictFactory())
    with pytest.raises(IntegrityError, match="goes where somebody is named"), transaction.atomic():
        HandoverFactory(referral=ReferralFactory(protected=True))


def test_a_case_changes_its_unit_by_a_handover_alone(two):
    rows = Referral.objects.filter(pk=two.case.pk)
    moved = {"sender_district": two.unit, "owner_authority": two.unit}

    with (
        pytest.raises(IntegrityError, match="when that unit has taken it over"),
        transaction.atomic(),
    ):
        rows.update(**moved)
    HandoverFactory(referral=two.case, to_unit=two.unit, taken=True)
    with (
        pytest.raises(IntegrityError, match="when that unit has taken it over"),
        transaction.atomic(),
    ):
        rows.update(sender_district=two.unit)  # without the board
    rows.update(**moved)
    back = {
        "sender_district": two.case.sender_district,
        "owner_authority": two.case.sender_district,
    }
    with (
        pytest.raises(IntegrityError, match="when that unit has taken it over"),
        transaction.atomic(),
    ):
        rows.update(**back)


def test_the_database_lets_nobody_answer_past_the_portal(two):
    handover = give(two)

    for user in (two.taker, two.giver, UserFactory(coordinator=True)):
        with acting_as(user):
            assert Handover._base_manager.update(state="refused") == 0
            assert Handover._base_manager.all().delete()[0] == 0
    hidden = ReferralFactory(
        workplace=two.giver.affiliations.get(), protected=True, named=[two.giver, two.taker]
    )
    for by, case in ((two.taker, ReferralFactory()), (two.colleague, hidden)):
        with acting_as(by), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            Handover.objects.create(
                referral_id=case.pk, from_unit_id=case.sender_district_id, to_unit=two.unit,
                given_by=by, **WHY,
            )  # fmt: skip
    assert Handover.objects.get() == handover
