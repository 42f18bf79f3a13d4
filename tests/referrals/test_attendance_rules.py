"""The rules of the evenings that the database holds, each broken once, and its second wall."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from barnstod.security.actor import acting_as
from referrals.choices import FeedbackLevel, Names
from referrals.models import Absences, Attendance, Evening, HeadCount, Identity, Talk
from referrals.services import keep_evening
from referrals.services.identities import shrink_identity
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory, office
from tests.factories.attendance import Evening as Tonight
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, ProgrammeFactory, SessionFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
TABLES = (Attendance, HeadCount, Absences, Evening, Talk)
NOTHING = dict.fromkeys((model.__name__ for model in TABLES), 0)


def broken(rule, write):
    """Tell by which rule the database refuses ``write``."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert error.value.__cause__.diag.constraint_name == rule


def silent_group():
    return GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("attendance_presence_is_known", {"presence": "typo"}),
        ("attendance_reason_iff_absent", {"presence": "absent"}),
        ("attendance_reason_iff_absent", {"presence": "present", "reason": "ill"}),
        ("attendance_reason_iff_absent", {"presence": "absent", "reason": "typo"}),
    ],
)
def test_database_refuses_a_mark(rule, values):
    broken(rule, lambda: AttendanceFactory(**values))


def test_a_child_is_marked_once_a_session():
    mark = AttendanceFactory()

    broken(
        "attendance_once_a_session",
        lambda: AttendanceFactory(referral=mark.referral, session=mark.session),
    )


@pytest.mark.parametrize("case", ["another group", "not begun", "no names kept", "not in a group"])
def test_a_child_is_marked_in_its_own_group_once_it_has_begun(case):
    child = {
        "another group": lambda: ReferralFactory(started=True),
        "not begun": lambda: ReferralFactory(accepted=True),
        "no names kept": lambda: ReferralFactory(
            started=True, names=Names.NONE, group=silent_group()
        ),
        "not in a group": lambda: ReferralFactory(waiting=True),
    }[case]()
    is_own = case in ("not begun", "no names kept")
    session = SessionFactory(group=child.group) if is_own else SessionFactory()

    broken(
        "attendance_in_own_group_once_begun",
        lambda: AttendanceFactory(referral=child, session=session),
    )


def test_that_a_child_did_not_come_may_be_written_before_it_has_begun():
    child = ReferralFactory(accepted=True)

    assert AttendanceFactory(referral=child, presence="absent", reason="ill").pk


@pytest.mark.parametrize("change", [{"version": 1}, {"version": 3}, {"version": 2, "session": 1}])
def test_a_mark_is_never_overwritten_unseen(change):
    mark = AttendanceFactory()
    if "session" in change:
        change = change | {"session": SessionFactory(group=mark.referral.group)}

    broken(
        "mark_is_not_overwritten_unseen",
        lambda: Attendance.objects.filter(pk=mark.pk).update(presence="late", **change),
    )


def count(**values):
    session = values.pop("session", None) or SessionFactory(group=silent_group())
    return HeadCount.objects.create(
        **{"session": session, "children": 5, "marked_by": UserFactory()} | values
    )


def test_database_refuses_a_head_count():
    broken("head_count_fits_in_a_room", lambda: count(children=31))
    broken("head_count_only_where_no_names_are_kept", lambda: count(session=SessionFactory()))
    row = count()
    broken(
        "mark_is_not_overwritten_unseen",
        lambda: HeadCount.objects.filter(pk=row.pk).update(children=6),
    )


def raised(**values):
    child = values.pop("referral", None) or ReferralFactory(started=True)
    return Absences.objects.create(
        **{"referral": child, "since": SessionFactory(group=child.group)} | values
    )


def test_database_refuses_absences():
    first, now = raised(), timezone.now() + timedelta(minutes=1)
    again = {"referral": first.referral, "since": first.since}
    done = {"settled_at": now, "settled_by": UserFactory(), "settled": "stops"}

    broken("absences_one_open_a_referral", lambda: raised(referral=first.referral))
    broken("absences_once_in_a_row", lambda: raised(**again | done))
    for missing in done:
        left = {key: value for key, value in done.items() if key != missing}
        broken("absences_settled_by_somebody_somehow", lambda left=left: raised(**left))
    broken("absences_settled_by_somebody_somehow", lambda: raised(**done | {"settled": "typo"}))
    long_ago = done | {"settled_at": now - timedelta(days=1)}
    broken("absences_settled_by_somebody_somehow", lambda: raised(**long_ago))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("evening_collectors_are_known", {"may_collect": ["typo"]}),
        ("evening_collectors_are_known", {"never_by": ["typo"]}),
        ("evening_call_first_is_known", {"call_first": "typo"}),
        ("evening_food_is_known", {"food": ["typo"]}),
        (
            "evening_nobody_both_may_and_must_not",
            {"may_collect": ["mother", "father"], "never_by": ["father"]},
        ),
    ],
)
def test_database_refuses_what_leaders_must_know(rule, values):
    child = ReferralFactory(started=True)

    broken(rule, lambda: Evening.objects.create(referral=child, changed_by=child.sent_by, **values))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("talk_kind_is_known", {"kind": "typo"}),
        ("talk_held_by_is_known", {"held_by": "typo"}),
        ("talk_outcome_iff_closing", {"kind": "closing"}),
        ("talk_outcome_iff_closing", {"kind": "first", "outcome": "enough"}),
        ("talk_outcome_iff_closing", {"kind": "closing", "outcome": "typo"}),
    ],
)
def test_database_refuses_a_talk(rule, values):
    broken(rule, lambda: talk(**values))


def test_a_talk_is_held_once_of_a_kind():
    first = talk()

    broken("talk_once_of_a_kind", lambda: talk(referral=first.referral))


def talk(**values):
    child = values.pop("referral", None) or ReferralFactory(started=True)
    usual = {"referral": child, "kind": "first", "held_on": timezone.localdate()}
    return Talk.objects.create(
        **usual | {"held_by": "leader", "recorded_by": child.sent_by} | values
    )


# --- what is sealed ----------------------------------------------------------------------------


def test_the_note_is_sealed_and_goes_when_the_child_becomes_protected():
    coordinator = office()
    child = ReferralFactory(started=True, identity={"first_name": "Britta"})
    keep_evening(
        referral=child, values={"food": ["nuts"]}, note="Ring farmor Kanarina", by=coordinator
    )

    row = Identity.objects.get()
    assert "Kanarina" not in row.sealed_evening_note
    assert row.opened(child.reference)["evening_note"] == "Ring farmor Kanarina"
    assert row.opened(child.reference)["first_name"] == "Britta"
    shrink_identity(referral=child, left=Names.NONE)
    assert not Identity.objects.exists()
    assert Evening.objects.get().food == ["nuts"]


# --- the second wall ---------------------------------------------------------------------------


def everything(**traits):
    """Make one row of each kind about one child, and a head count."""
    child = ReferralFactory(started=True, **traits)
    AttendanceFactory(referral=child)
    raised(referral=child)
    talk(referral=child)
    Evening.objects.create(referral=child, changed_by=child.sent_by)
    return child


def seen_by(who):
    with acting_as(who):
        return {model.__name__: model._base_manager.count() for model in TABLES}


AGREED = {"feedback_level": FeedbackLevel.ATTENDANCE_TOO, "family_agrees_to_feedback": True}


def test_who_sees_what_past_the_code():
    tonight = Tonight()
    child = everything(group=tonight.group)
    count()
    one_each = dict.fromkeys(NOTHING, 1)
    elsewhere = AffiliationFactory(district=child.child_district).user

    assert seen_by("") == NOTHING
    assert seen_by("system:report") == one_each
    assert seen_by(office()) == one_each
    assert seen_by(tonight.leader) == one_each | {"HeadCount": 0, "Absences": 0}
    assert seen_by(Tonight().leader) == NOTHING
    assert seen_by(child.sent_by) == NOTHING | {"Evening": 1, "Talk": 1}
    for other in (elsewhere, UserFactory(board=True), UserFactory(admin=True)):
        assert seen_by(other) == NOTHING
    assert seen_by(UserFactory(head=True)) == NOTHING | {"HeadCount": 1}


def test_a_unit_sees_who_came_where_the_family_agreed_and_nowhere_else():
    agreed, other = everything(**AGREED), everything()

    assert seen_by(agreed.sent_by)["Attendance"] == 1
    assert seen_by(other.sent_by)["Attendance"] == 0
    assert Attendance.objects.visible_to(agreed.sent_by).get().referral == agreed
    assert not Attendance.objects.visible_to(other.sent_by).exists()


def test_a_protected_childs_rows_are_for_those_named():
    tonight, reader = Tonight(), office()
    child = everything(group=tonight.group, protected=True, named=[reader])

    assert seen_by(reader) == NOTHING | dict.fromkeys(
        ("Attendance", "Absences", "Evening", "Talk"), 1
    )
    for other in (office(), tonight.leader, child.sent_by):
        assert seen_by(other) == NOTHING


def test_what_the_code_shows_the_database_shows_too():
    tonight = Tonight()
    children = [
        everything(group=tonight.group),
        everything(group=tonight.group, **AGREED),
        everything(group=tonight.group, protected=True, named=[office()]),
        everything(**AGREED),
    ]
    people = [tonight.leader, office(), UserFactory(head=True), Tonight().leader]
    people += [child.sent_by for child in children]
    people += [reader.user for child in children for reader in child.named_readers.all()]
    shown = 0

    for user in people:
        by_rule = set(Attendance.objects.visible_to(user).values_list("pk", flat=True))
        with acting_as(user):
            by_wall = set(Attendance.objects.values_list("pk", flat=True))
        shown += len(by_rule)
        assert by_rule <= by_wall

    assert shown > 5


@pytest.mark.parametrize("who", ["leader", "unit", "office"])
def test_a_roll_is_written_by_its_service_alone(who):
    tonight = Tonight()
    child = everything(group=tonight.group, **AGREED)
    user = {"leader": tonight.leader, "unit": child.sent_by, "office": office()}[who]

    with acting_as(user):
        assert Attendance.objects.update(version=2) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Attendance.objects.create(
                referral_id=child.pk, session=tonight.session, presence="late", marked_by=user
            )


def test_a_leader_sees_a_protected_child_of_the_own_session_and_of_no_other():
    tonight, other = Tonight(), Tonight()
    child = everything(group=tonight.group, protected=True)
    asked = "SELECT spoken FROM referrals_protected_tonight(%s)"

    found = {}
    for name, who in {"own": tonight.leader, "other": other.leader, "office": office()}.items():
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute(asked, [tonight.session.pk])
            found[name] = cursor.fetchall()

    assert found == {"own": [(child.spoken,)], "other": [], "office": []}
