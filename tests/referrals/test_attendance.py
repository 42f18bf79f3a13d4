"""The roll call: who may take it, what it begins, and that nobody's tap disappears in silence."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from referrals import services
from referrals.choices import State
from referrals.evening import AbsenceReason, AbsencesSettled, Presence
from referrals.exceptions import MarkedBefore, NotTonight
from referrals.models import Absences, Attendance, HeadCount, Referral
from referrals.roll import Tap, child_key
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Evening, office, today
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PRESENT, ABSENT, LATE = Presence.PRESENT, Presence.ABSENT, Presence.LATE


def tap(key, presence=PRESENT, reason="", seen=0, own=None):
    return Tap(own or uuid4(), key, presence, reason, seen)


def take(evening, *taps, by=None, session=None):
    """Take the roll as a request does: in the name of whoever takes it."""
    by = by or evening.leader
    with acting_as(by):
        return services.take_roll(session=session or evening.session, taps=taps, by=by)


def states(*children):
    for child in children:
        child.refresh_from_db()
    return [str(child.state) for child in children]


def test_who_comes_for_the_first_time_has_begun():
    evening = Evening()
    here, late, away = (evening.child() for _ in range(3))

    answers = take(
        evening,
        tap(evening.key(here)),
        tap(evening.key(late), LATE),
        tap(evening.key(away), ABSENT, AbsenceReason.ILL),
    )

    assert {(one.presence, one.reason, one.version, one.refused) for one in answers} == {
        ("present", "", 1, ""),
        ("late", "", 1, ""),
        ("absent", "ill", 1, ""),
    }
    assert states(here, late, away) == ["started", "started", "accepted"]
    told = AuditEvent.objects.filter(subject=here.reference).values_list("action", "actor")
    actor = f"user:{evening.leader.pk}"
    assert set(told) == {("attendance.mark", actor), ("referral.start", actor)}


def test_without_a_yes_the_child_does_not_begin_and_the_leader_reads_what_to_do(settings):
    evening = Evening()
    unready, ready = evening.child(consents=False), evening.child()

    answers = take(evening, tap(evening.key(unready)), tap(evening.key(ready)))

    [refused] = [one for one in answers if one.refused]
    assert (refused.child, refused.presence) == (evening.key(unready), "")
    assert settings.OFFICE_PHONE in refused.refused
    assert states(unready, ready) == ["accepted", "started"]
    assert Attendance.objects.get().referral == ready


def test_that_a_child_without_a_yes_did_not_come_is_kept():
    evening = Evening()
    child = evening.child(consents=False)

    [answer] = take(evening, tap(evening.key(child), ABSENT))

    assert (answer.presence, answer.reason, answer.refused) == ("absent", "unknown", "")
    assert states(child) == ["accepted"]


def test_a_protected_child_is_marked_under_its_alias_by_its_leaders_alone():
    evening, reader = Evening(), office()
    child = evening.child(accepted=True, protected=True, named=[reader])

    assert take(evening, tap(evening.key(child)), by=office()) == []
    assert not Attendance.objects.exists()
    [answer] = take(evening, tap(evening.key(child)))
    assert (answer.presence, states(child)) == ("present", ["started"])
    [answer] = take(evening, tap(evening.key(child), LATE, seen=1), by=reader)
    assert (answer.presence, answer.version) == ("late", 2)


def test_the_same_tap_sent_again_does_nothing_more():
    evening = Evening()
    child = evening.child()
    own = tap(evening.key(child))

    first, again = take(evening, own), take(evening, own)

    assert first == again
    assert Attendance.objects.get().version == 1
    assert AuditEvent.objects.filter(action="attendance.mark").count() == 1


def test_who_was_first_stands_and_the_other_reads_who_it_was():
    evening = Evening()
    child, (first, second) = evening.child(), evening.leaders
    take(evening, tap(evening.key(child)), by=first)

    [answer] = take(evening, tap(evening.key(child), ABSENT), by=second)

    assert (answer.presence, answer.version) == ("present", 1)
    assert answer.refused.startswith(f"{first.name} was first, at ")
    assert answer.refused.endswith("came. Nothing was overwritten.")
    [answer] = take(evening, tap(evening.key(child), LATE, seen=1), by=second)
    assert (answer.presence, answer.version, answer.refused) == ("late", 2, "")


def test_two_who_tap_the_same_agree():
    evening = Evening()
    child, (first, second) = evening.child(), evening.leaders
    take(evening, tap(evening.key(child)), by=first)

    [answer] = take(evening, tap(evening.key(child)), by=second)

    assert (answer.presence, answer.version, answer.refused) == ("present", 1, "")


def test_a_slip_of_the_finger_does_not_leave_a_child_that_has_begun():
    evening = Evening()
    child = evening.child()
    take(evening, tap(evening.key(child)))

    take(evening, tap(evening.key(child), ABSENT, seen=1))

    assert states(child) == ["accepted"]


def test_a_child_that_has_come_before_stays_begun():
    evening = Evening()
    child, before = evening.child(), evening.earlier(1)
    key = Evening.key
    session = evening.session
    evening.session = before
    take(evening, tap(key(evening, child)), session=before)
    evening.session = session
    take(evening, tap(key(evening, child)))

    take(evening, tap(key(evening, child), ABSENT, seen=1))

    assert states(child) == ["started"]


def test_a_child_whose_yes_was_taken_back_is_not_in_the_roll():
    evening = Evening()
    child = evening.child()
    services.take_back_consent(referral=child, consent=child.consents.get(), by=child.sent_by)

    assert take(evening, tap(evening.key(child))) == []


@pytest.mark.parametrize("who", ["leader", "social_worker", "head", "board", "admin"])
def test_nobody_else_takes_the_roll(who):
    evening = Evening()
    child = evening.child()
    user = LeaderFactory(with_account=True).user if who == "leader" else UserFactory(**{who: True})

    with pytest.raises(PermissionDenied):
        take(evening, tap(evening.key(child)), by=user)

    assert not Attendance.objects.exists()


@pytest.mark.parametrize("traits", [{}, {"tonight": True, "cancelled": True}])
def test_no_roll_is_taken_of_a_session_to_come_or_cancelled(traits):
    evening = Evening()
    session = SessionFactory(group=GroupFactory(running=True), **traits)
    session.group.leaders.set(evening.group.leaders.all())

    with pytest.raises(NotTonight):
        take(evening, session=session)


# --- three in a row ----------------------------------------------------------------------------


def away(evening, child, weeks):
    session = evening.earlier(weeks)
    services.take_roll(
        session=session,
        taps=[tap(Evening.key(_at(evening, session), child), ABSENT)],
        by=evening.leader,
    )


def _at(evening, session):
    evening.session = session
    return evening


def test_three_absences_in_a_row_tell_the_office_once():
    evening, coordinator = Evening(), office()
    child, tonight = evening.child(started=True), evening.session

    away(evening, child, 3)
    away(evening, child, 2)
    assert not Absences.objects.exists()
    away(evening, child, 1)
    _at(evening, tonight)
    take(evening, tap(evening.key(child), ABSENT))

    raised = Absences.objects.get()
    assert (raised.referral, raised.settled_at) == (child, None)
    assert list(Notice.objects.values_list("kind", "recipient")) == [("absences", coordinator.pk)]
    assert AuditEvent.objects.filter(action="absences.raise", subject=child.reference).count() == 1


def test_a_protected_childs_absences_reach_only_those_named():
    evening, reader = Evening(), office()
    office()
    child = evening.child(started=True, protected=True, named=[reader])

    for weeks in (3, 2, 1):
        away(evening, child, weeks)

    assert list(Notice.objects.values_list("recipient", flat=True)) == [reader.pk]


def test_it_is_settled_when_the_child_comes_again():
    evening, tonight = Evening(), None
    child, tonight = evening.child(started=True), evening.session
    for weeks in (3, 2, 1):
        away(evening, child, weeks)

    take(_at(evening, tonight), tap(evening.key(child)))

    assert Absences.objects.get().settled == AbsencesSettled.CAME_AGAIN


def test_the_office_says_what_came_of_it_and_is_not_asked_again_of_the_same_row():
    evening, coordinator = Evening(), office()
    child, tonight = evening.child(started=True), evening.session
    for weeks in (3, 2, 1):
        away(evening, child, weeks)

    services.settle_absences(referral=child, how="comes_back", by=coordinator)
    take(_at(evening, tonight), tap(evening.key(child), ABSENT))

    assert (Absences.objects.get().settled, Absences.objects.get().settled_by) == (
        "comes_back",
        coordinator,
    )
    with pytest.raises(PermissionDenied):
        services.settle_absences(referral=child, how="stops", by=evening.leader)


# --- where nobody is written down --------------------------------------------------------------


def silent():
    return Evening(group=GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True)))


def test_a_head_count_is_all_that_a_de_identified_programme_keeps():
    evening, own = silent(), uuid4()

    for _ in range(2):
        services.count_children(
            session=evening.session, children=5, seen=0, key=own, by=evening.leader
        )

    count = HeadCount.objects.get()
    assert (count.children, count.version, count.marked_by) == (5, 1, evening.leader)


def test_a_head_count_that_a_colleague_wrote_meanwhile_is_not_overwritten():
    evening = silent()
    first, second = evening.leaders
    services.count_children(session=evening.session, children=5, seen=0, key=uuid4(), by=first)

    with pytest.raises(MarkedBefore, match=f"{first.name} was first, at .*: 5"):
        services.count_children(session=evening.session, children=6, seen=0, key=uuid4(), by=second)

    services.count_children(session=evening.session, children=6, seen=1, key=uuid4(), by=second)
    assert HeadCount.objects.get().children == 6


# --- the end -------------------------------------------------------------------------------------


def test_children_of_a_group_are_completed_in_one_go():
    evening, coordinator = Evening(), office()
    done, stopped, later = (evening.child(started=True) for _ in range(3))
    other = Evening().child(started=True)

    number = services.finish_children(
        group=evening.group,
        endings={done.reference: "", stopped.reference: "moved", other.reference: ""},
        by=coordinator,
    )

    assert number == 2
    assert states(done, stopped, later, other) == [
        State.COMPLETED,
        State.DISCONTINUED,
        State.STARTED,
        State.STARTED,
    ]
    with pytest.raises(PermissionDenied):
        services.finish_children(group=evening.group, endings={}, by=evening.leader)


# --- what leaders must know, and the talks --------------------------------------------------------


@pytest.mark.parametrize("who", ["leader", "social_worker", "head", "board", "admin"])
def test_nobody_else_writes_what_leaders_must_know_or_a_talk_down(who):
    evening = Evening()
    child = evening.child()
    user = LeaderFactory(with_account=True).user if who == "leader" else UserFactory(**{who: True})
    talk = {"child": child_key(evening.group.slug, child.spoken), "kind": "first", "outcome": ""}

    with pytest.raises(PermissionDenied):
        services.keep_evening(referral=child, values={"never_by": ["father"]}, note="", by=user)
    with pytest.raises(PermissionDenied):
        services.record_talk(group=evening.group, held_on=today(), by=user, **talk)

    assert not hasattr(Referral.objects.get(pk=child.pk), "evening")
    assert not child.talks.exists()
