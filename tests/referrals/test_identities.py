"""Names: sealed, found by whole words, read only with a reason, erased where none is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.security.sealing import SealBroken, key_id_of
from groups.models import SupportGroup
from referrals import queries, services
from referrals.choices import Names, OpeningReason
from referrals.models import Identity, IdentityWord
from referrals.models.identity import LATER_FIELDS
from referrals.naming import Number
from referrals.services.identities import OPEN_FOR, keep_identity, names_to_keep
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
VALUES = {
    "first_name": "Åsa-Lena",
    "last_name": "Fågelsång",
    "guardians": "Mor Fågelsång",
    "phone": "070-174 06 05",
    "address": "Kanariegatan 1",
    "school": "Kanarieskolan",
    "contact_note": "Ring efter tre\r\nSkriv aldrig",
}
KEPT = VALUES | dict.fromkeys(LATER_FIELDS, "")
NUMBER = Number("200001052380", 5)


def named_child(**traits):
    referral = ReferralFactory(**traits)
    keep_identity(referral=referral, values=VALUES, number=NUMBER)
    return referral


def coordinator():
    return UserFactory(coordinator=True)


def events(action):
    return AuditEvent.objects.filter(action=action)


# --- sealed --------------------------------------------------------------------------------


def test_names_are_sealed_and_open_again():
    referral = named_child()

    row = Identity.objects.get()
    columns = {name: getattr(row, f"sealed_{name}") for name in VALUES}
    assert not [
        text for text in columns.values() if any(value in text for value in VALUES.values())
    ]
    assert row.opened(referral.reference) == KEPT


def test_a_sealed_name_copied_to_another_child_does_not_open():
    first, second = named_child(), named_child()
    first.identity.sealed_first_name = second.identity.sealed_first_name

    with pytest.raises(SealBroken):
        first.identity.opened(first.reference)


def test_a_form_that_comes_back_without_the_number_keeps_its_index():
    referral = named_child()
    keep_identity(referral=referral, values=VALUES | {"first_name": "Britta"})

    row = Identity.objects.get()
    assert row.number_index is not None
    assert row.opened(referral.reference)["first_name"] == "Britta"
    assert IdentityWord.objects.count() == 2  # britta, fågelsång


def test_rotate_keys_seals_everything_anew(settings, capsys):
    referral = named_child()
    new_key = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
    settings.SEALING_KEYS = f"new:{new_key},{settings.SEALING_KEYS}"

    call_command("rotate_keys")

    row = Identity.objects.get()
    assert {key_id_of(getattr(row, f"sealed_{name}")) for name in VALUES} == {"new"}
    assert capsys.readouterr().out == "1 re-encrypted with key new, 0 left.\n"
    settings.SEALING_KEYS = f"new:{new_key}"
    assert row.opened(referral.reference) == KEPT
    assert list(queries.find(coordinator(), "Fågelsång")) == [referral]
    assert services.rotate_keys() == 0


# --- found ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("fågelsång", True),
        ("Åsa Fågelsång", True),
        ("lena", True),
        ("fågel", False),
        ("Fagelsang", False),
        ("Åsa Berg", False),
        ("20000105-2380", True),
        ("000105-2380", True),
        ("20000102-2391", False),
        ("Kanariegatan", False),
        ("070-174 06 05", False),
        ("%", False),
        ("a b c d e f g h", False),
        ("", False),
    ],
)
def test_find_by_name_and_number(text, is_found):
    referral = named_child()
    ReferralFactory(identity={"first_name": "Britta", "last_name": "Berg"})

    assert list(queries.find(coordinator(), text)) == ([referral] if is_found else [])


def test_find_by_reference_and_by_the_three_words():
    referral, _other = ReferralFactory(), ReferralFactory()

    for text in (referral.reference, referral.spoken, referral.spoken.replace("-", " ").upper()):
        assert list(queries.find(coordinator(), f" {text} ")) == [referral]


def test_nobody_finds_the_child_of_another_unit():
    referral, stranger = named_child(), ReferralFactory().sent_by

    for text in ("Fågelsång", NUMBER.digits, referral.reference, referral.spoken):
        assert list(queries.find(stranger, text)) == []
        assert list(queries.find(referral.sent_by, text)) == [referral]


# --- opened --------------------------------------------------------------------------------


def test_the_unit_reads_what_it_wrote_and_the_office_says_why():
    referral, office = named_child(), coordinator()

    assert services.opened_for(referral.sent_by, referral) == "own_unit"
    assert services.opened_for(office, referral) == ""
    services.open_names(referral=referral, by=office, why=OpeningReason.CALL)
    assert services.opened_for(office, referral) == "call"
    assert services.opened_for(coordinator(), referral) == ""
    assert services.opened_for(office, named_child()) == ""


def test_names_close_after_half_an_hour_and_when_they_are_hidden():
    referral, office = named_child(), coordinator()
    services.open_names(referral=referral, by=office, why=OpeningReason.CALL)
    services.hide_names(referral=referral, by=office)
    assert services.opened_for(office, referral) == ""

    old = AuditEvent(
        action="identity.open",
        actor=f"user:{office.pk}",
        subject_type="referrals.referral",
        subject=named_child().reference,
        detail={"why": "call"},
    )
    for age, why in ((OPEN_FOR - timedelta(minutes=1), "call"), (OPEN_FOR, "")):
        other = named_child()
        AuditEvent.objects.create(
            **{name: getattr(old, name) for name in ("action", "actor", "subject_type", "detail")},
            subject=other.reference,
            at=timezone.now() - age,
        )
        assert services.opened_for(office, other) == why


def test_each_reading_is_written_down():
    referral, office = named_child(), coordinator()

    assert services.read_names(referral=referral, by=office, why="call") == KEPT

    [event] = events("identity.read")
    assert (event.actor, event.subject, event.detail) == (
        f"user:{office.pk}",
        referral.reference,
        {"why": "call"},
    )


@pytest.mark.parametrize("role", ["head", "board", "admin", "leader"])
def test_other_roles_never_open_a_name(role):
    referral, user = named_child(), UserFactory(**{role: True})

    for attempt in (
        lambda: services.open_names(referral=referral, by=user, why=OpeningReason.CALL),
        lambda: services.read_names(referral=referral, by=user, why="call"),
        lambda: services.hide_names(referral=referral, by=user),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not AuditEvent.objects.exists()


def test_leaders_read_first_names_and_each_is_written_down():
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    children = [named_child(accepted=True, group=group) for _ in range(2)]

    names = services.read_first_names(referrals=children, by=leader.user)

    assert names == {child.reference: "Åsa-Lena" for child in children}
    assert {event.subject for event in events("identity.read")} == set(names)


# --- erased --------------------------------------------------------------------------------


def test_names_to_keep():
    programme, silent = ProgrammeFactory(), ProgrammeFactory(de_identified=True)

    def kept(protection="none", programme=None, has_sender=True):
        return names_to_keep(protection=protection, programme=programme, has_sender=has_sender)

    assert kept() == kept(programme=programme) == Names.FULL
    assert kept(programme=silent) == Names.NONE
    assert kept(programme=silent, has_sender=False) == Names.CONTACT
    assert kept(protection="confidentiality_mark", has_sender=False) == Names.NONE


def place_in_silent_group(referral):
    """Offer a place in a de-identified programme, and accept it."""
    programme = ProgrammeFactory(de_identified=True)
    group, office = GroupFactory(planned=True, programme=programme), coordinator()
    services.make_offer(referral=referral, group=group, deadline=timezone.localdate(), by=office)
    assert Identity.objects.get().opened(referral.reference) == KEPT
    services.move_as_one(referral=referral, name="accept", by=office)
    referral.refresh_from_db()
    return office


def test_a_place_in_a_de_identified_programme_erases_the_names():
    referral = named_child(waiting=True)

    place_in_silent_group(referral)

    assert referral.names == Names.NONE
    assert not Identity.objects.exists()
    assert not IdentityWord.objects.exists()
    assert events("identity.erase").get().detail == {"left": "none"}


def test_where_nobody_else_knows_the_family_the_way_to_reach_it_stays_until_the_child_begins():
    referral = named_child(waiting=True, telephone=True)

    office = place_in_silent_group(referral)

    assert referral.names == Names.CONTACT
    left = {"phone": VALUES["phone"], "contact_note": VALUES["contact_note"]}
    assert Identity.objects.get().opened(referral.reference) == dict.fromkeys(KEPT, "") | left
    assert not IdentityWord.objects.exists()
    assert list(queries.find(office, "Fågelsång")) == []

    services.record_consent(
        referral=referral, by=office, who="only_guardian", given_on=timezone.localdate()
    )
    services.move(referral=referral, name="start", by=office)
    referral.refresh_from_db()
    assert referral.names == Names.NONE
    assert not Identity.objects.exists()


def test_a_place_in_an_ordinary_programme_keeps_the_names():
    referral = named_child(waiting=True)
    group = GroupFactory(planned=True)
    services.make_offer(
        referral=referral, group=group, deadline=timezone.localdate(), by=coordinator()
    )
    services.move_as_one(referral=referral, name="accept", by=referral.sent_by)

    assert Identity.objects.get().opened(referral.reference) == KEPT
    assert SupportGroup.objects.get().places_taken == 1
