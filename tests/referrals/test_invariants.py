"""Each rule of the database is broken once, by somebody who goes round the services."""

from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from barnstod.security.sealing import blind_index, seal
from groups.choices import Weekday
from groups.models import SupportGroup
from referrals.choices import ConsentBy, FeedbackLevel, GuidedTo, Names, Protection, State
from referrals.models import Consent, Identity, IdentityWord, NamedReader, Offer, Referral
from referrals.services.identities import keep_identity
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, ProgrammeFactory
from tests.factories.referrals import ConsentFactory, OfferFactory, ReferralFactory

pytestmark = pytest.mark.django_db
SEALED = "k1:" + "A" * 40


def refuses(rule):
    """Expect the database to refuse by the constraint ``rule``, and no other."""
    return pytest.raises(IntegrityError, match=f'"{rule}"')


def other_children_of(group):
    return SupportGroup.objects.filter(pk=group.pk)


TODAY = timezone.localdate()
UNKNOWN = "typo"
BROKEN = {
    "referral_state_is_known": {"state": UNKNOWN},
    "referral_sender_kind_is_known": {"sender_kind": UNKNOWN},
    "referral_disclosure_ground_is_known": {"disclosure_ground": UNKNOWN},
    "referral_feedback_level_is_known": {"feedback_level": UNKNOWN},
    "referral_protection_is_known": {"protection": UNKNOWN, "names": Names.NONE},
    "referral_names_is_known": {"names": UNKNOWN},
    "referral_rest_reason_is_known": {"resting": True, "rest_reason": UNKNOWN},
    "referral_withdrawn_by_is_known": {"withdrawn": True, "withdrawn_by": UNKNOWN},
    "referral_decline_reason_is_known": {"declined": True, "decline_reason": UNKNOWN},
    "referral_guided_to_is_known": {"declined": True, "guided_to": UNKNOWN},
    "referral_discontinue_reason_is_known": {"discontinued": True, "discontinue_reason": UNKNOWN},
    "referral_needs_are_known": {"needs": [UNKNOWN]},
    "referral_contact_ways_are_known": {"contact_ways": [UNKNOWN]},
    "referral_room_needs_are_known": {"room_needs": [UNKNOWN]},
    "referral_weekdays_are_known": {"weekdays": [Weekday.SUNDAY + 1]},
    "referral_missing_are_known": {"returned": True, "missing": [UNKNOWN]},
    "referral_sent_has_a_need": {"needs": []},
    "referral_sent_has_a_birth_year": {"child_birth_year": None, "child_birth_month": None},
    "referral_sent_has_a_district": {"child_district": None},
    "referral_disclosed_on_a_ground_iff_sent": {"disclosure_ground": ""},
    "referral_disclosed_by_somebody_unless_own_request": {"disclosed_by": None},
    "referral_submitted_at_iff_sent": {"submitted_at": None, "disclosed_at": timezone.now()},
    "referral_from_social_services_has_a_unit": {"sender_district": None},
    "referral_attendance_only_to_social_services_with_yes": {
        "feedback_level": FeedbackLevel.ATTENDANCE_TOO
    },
    "referral_birth_month_is_a_month": {"child_birth_month": 13},
    "referral_protected_keeps_no_names": {"protection": Protection.FICTITIOUS_IDENTITY},
    "referral_closed_at_iff_closed": {"closed_at": timezone.now()},
    "referral_group_iff_it_has_a_place": {"in_group": True},
    "referral_returned_says_what_is_missing": {"returned": True, "missing": []},
    "referral_resting_iff_reason_and_day": {"resting": True, "rest_reason": ""},
    "referral_withdrawn_iff_by_somebody": {"withdrawn": True, "withdrawn_by": ""},
    "referral_declined_iff_reason_and_guidance": {"guided_to": GuidedTo.SCHOOL},
    "referral_discontinued_iff_reason": {"discontinued": True, "discontinue_reason": ""},
    "referral_new_place_only_while_without_one": {"must_have_new_place": True},
    "referral_fit_to_check_only_with_a_place": {"must_check_fit": True},
}


@pytest.mark.parametrize("rule", BROKEN)
def test_database_refuses_a_referral(rule):
    with refuses(rule), transaction.atomic():
        ReferralFactory(**BROKEN[rule])


ALSO_BROKEN = {
    "disclosed before it is sent": ("draft", {"disclosed_at": timezone.now()}),
    "closed without a time": ("withdrawn", {"closed_at": None}),
    "offered a place in no group": ("offered", {"group": None}),
    "resting without a day": ("resting", {"resting_until": None}),
    "declined without guidance": ("declined", {"guided_to": ""}),
    "month without year": ("draft", {"child_birth_year": None, "child_birth_month": 3}),
}


@pytest.mark.parametrize(("trait", "fields"), ALSO_BROKEN.values(), ids=ALSO_BROKEN)
def test_database_refuses_the_other_half_of_a_rule(trait, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralFactory(**{trait: True}, **fields)


def test_a_receipt_a_reference_and_a_form_are_used_once():
    first = ReferralFactory()

    for field in ("reference", "spoken", "submission_key"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReferralFactory(**{field: getattr(first, field)})


# --- what never changes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"first_contact_at": timezone.now() + timedelta(days=1)},
        {"reference": "2222222222"},
        {"spoken": "ek-bro-ett"},
        {"id": uuid4()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_first_contact_and_names_of_the_case_never_change(change):
    referral = ReferralFactory()

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**change)


# --- names are kept in one place or nowhere ----------------------------------------------------


def identity_of(referral, **columns):
    return Identity.objects.create(referral=referral, names=referral.names, **columns)


def test_a_protected_child_can_be_given_no_identity():
    referral = ReferralFactory(protected=True)

    with refuses("identity_only_where_something_may_be_kept"), transaction.atomic():
        identity_of(referral)
    with refuses("identity_follows_its_referral"), transaction.atomic():
        Identity.objects.create(referral=referral, names=Names.FULL)


def test_a_child_with_a_name_cannot_become_protected_before_it_is_gone():
    referral = ReferralFactory(identity={"first_name": "Kanarie"})
    becomes = {"protection": Protection.CONFIDENTIALITY_MARK, "names": Names.NONE}

    with refuses("identity_only_where_something_may_be_kept"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**becomes)
    Identity.objects.all().delete()
    Referral.objects.filter(pk=referral.pk).update(**becomes)

    assert not IdentityWord.objects.exists()


@pytest.mark.parametrize(
    "column",
    [
        {"sealed_first_name": SEALED},
        {"sealed_last_name": SEALED},
        {"sealed_guardians": SEALED},
        {"sealed_address": SEALED},
        {"sealed_school": SEALED},
        {"full_name_index": b"1" * 32},
        {"number_index": b"1" * 32},
    ],
    ids=lambda column: next(iter(column)),
)
def test_an_identity_without_names_has_none(column):
    referral = ReferralFactory(telephone=True, names=Names.CONTACT)

    with refuses("identity_without_names_has_none"), transaction.atomic():
        identity_of(referral, **column)


def test_an_identity_without_names_has_no_words():
    identity = identity_of(ReferralFactory(telephone=True, names=Names.CONTACT))

    with refuses("identity_word_follows_its_identity"), transaction.atomic():
        IdentityWord.objects.create(identity=identity, word=blind_index("name", "kanarie"))
    with refuses("identity_word_only_of_names"), transaction.atomic():
        IdentityWord.objects.create(identity=identity, names=Names.CONTACT, word=b"1")


@pytest.mark.parametrize(
    "field",
    [
        "first_name",
        "last_name",
        "guardians",
        "phone",
        "address",
        "school",
        "contact_note",
        "evening_note",
        "child_words",
    ],
)
def test_an_identity_holds_sealed_text_only(field):
    referral = ReferralFactory()

    with refuses(f"identity_{field}_is_sealed"), transaction.atomic():
        identity_of(referral, **{f"sealed_{field}": "Kanarie Fågelsång"})
    identity_of(referral, **{f"sealed_{field}": seal("", "x")})


def test_a_de_identified_programme_keeps_no_names():
    programme = ProgrammeFactory(de_identified=True)
    rule = "this programme keeps no names"

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReferralFactory(programme=programme)
    group = GroupFactory(planned=True, programme=programme)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReferralFactory(accepted=True, group=group)
    ReferralFactory(offered=True, group=group)
    ReferralFactory(accepted=True, group=group, names=Names.NONE)


def test_a_word_stands_once():
    referral = ReferralFactory()
    keep_identity(referral=referral, values={"first_name": "Kanarie"})

    with refuses("identity_word_once"), transaction.atomic():
        IdentityWord.objects.create(identity=referral.identity, word=blind_index("name", "kanarie"))


# --- offers, consents, readers -----------------------------------------------------------------


def test_database_refuses_an_offer():
    offer = OfferFactory(referral=ReferralFactory(waiting=True), answered=True)

    for rule, columns in {
        "offer_state_is_known": {"state": UNKNOWN},
        "offer_answered_at_iff_not_open": {"answered_at": None},
        "offer_yes_is_somebodys": {"state": "accepted"},
    }.items():
        with refuses(rule), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**columns)
    offered = ReferralFactory(offered=True)
    with refuses("offer_one_open_a_referral"), transaction.atomic():
        OfferFactory(referral=offered, group=offered.group)


def test_database_refuses_a_consent():
    consent = ConsentFactory()

    for rule, columns in {
        "consent_by_is_known": {"by": UNKNOWN},
        "consent_taken_back_after_it_was_given": {"withdrawn_on": TODAY - timedelta(days=1)},
    }.items():
        with refuses(rule), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**columns)


def test_a_reader_is_named_once():
    reader = UserFactory()
    referral = ReferralFactory(protected=True, named=[reader])

    with refuses("named_reader_once"), transaction.atomic():
        NamedReader.objects.create(referral=referral, user=reader, named_by=reader)


def test_every_rule_of_the_models_is_broken_here():
    here = Path(__file__)
    names = ("test_safety.py", "test_told.py", "test_organisations.py")
    others = (here.with_name(name) for name in names)
    tests = here.read_text() + "".join(other.read_text() for other in others)
    rules = {
        constraint.name
        for model in (Referral, Identity, IdentityWord, Offer, Consent, NamedReader)
        for constraint in model._meta.constraints
    }
    # Targets of composite foreign keys: the key itself is unique, so nothing can break them.
    rules -= {"referral_and_names", "identity_and_names"}
    rules -= {
        rule for rule in rules if rule.startswith("identity_") and rule.endswith("_is_sealed")
    }

    assert {rule for rule in rules if rule not in tests} == set()


# --- what adds up at the end of a transaction --------------------------------------------------


def adds_up():
    """Check now what the database checks when it commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refuses_to_commit(words):
    with pytest.raises(IntegrityError, match=words), transaction.atomic():  # noqa: PT012
        yield
        adds_up()


@pytest.mark.parametrize(
    ("trait", "counters"),
    [("offered", {"places_held": 2}), ("accepted", {"places_taken": 0})],
    ids=["a seat held for nobody", "a child without a seat"],
)
def test_seats_are_the_children_of_the_group(trait, counters):
    referral = ReferralFactory(**{trait: True})
    adds_up()

    with refuses_to_commit("the seats of a group"):
        other_children_of(referral.group).update(**counters)
        Referral.objects.filter(pk=referral.pk).update(group=referral.group)


def test_a_referral_is_offered_exactly_while_an_offer_is_open():
    referral, waiting = ReferralFactory(offered=True), ReferralFactory(waiting=True)
    adds_up()
    rule = "an offer is open exactly while"

    with refuses_to_commit(rule):
        referral.offers.update(state="lapsed", answered_at=timezone.now())
    with refuses_to_commit(rule):
        referral.offers.all().delete()
    with refuses_to_commit(rule):
        OfferFactory(referral=waiting)


def test_nobody_begins_without_a_yes():
    referral = ReferralFactory(accepted=True)
    adds_up()

    with refuses_to_commit("without a yes"):
        Referral.objects.filter(pk=referral.pk).update(state=State.STARTED)
    ConsentFactory(referral=referral, by=ConsentBy.ONLY_GUARDIAN)
    Referral.objects.filter(pk=referral.pk).update(state=State.STARTED)
    adds_up()
