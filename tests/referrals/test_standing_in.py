"""A leader who stands in for one session: its children and its roll, that day, and nothing more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import acting_as
from barnstod.web.agenda import AgendaItem
from groups.queries.agenda import agenda as offer_agenda
from referrals import queries
from referrals.models import Attendance, Evening, HeadCount, Identity, Referral
from tests.factories.attendance import Evening as Tonight
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    ProgrammeFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.factories.referrals import ReferralFactory
from tests.referrals.test_attendance_pages import address, sent, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NAMED = {"first_name": "Kanarina", "last_name": "Fågelburström", "phone": "070-174 06 99"}


def stand_in(session):
    leader = LeaderFactory(with_account=True)
    SessionLeaderFactory(session=session, leader=leader)
    return leader.user


def beside(tonight, *, days):
    """Return tonight's group on another day, with the same children."""
    begins = tonight.session.during.lower + timedelta(days=days)
    other = Tonight.__new__(Tonight)
    other.group, other.leaders = tonight.group, tonight.leaders
    other.session = SessionFactory(
        group=tonight.group, number=tonight.session.number + 1, during=two_hours_from(begins)
    )
    return other


def test_whoever_stands_in_reads_the_names_and_takes_the_roll(browse):
    tonight = Tonight()
    child = tonight.child(accepted=True, identity=NAMED)
    tonight.child(accepted=True)
    ready = tonight.child()
    hidden = tonight.child(accepted=True, protected=True)
    Evening.objects.create(referral=hidden, never_by=["father"], changed_by=hidden.sent_by)
    client = browse(user := stand_in(tonight.session))

    page = shown(client.get(address(tonight, "roll_call")))
    answer = client.post(address(tonight, "roll_call"), sent(tonight, (ready, "present", "", "0")))

    for words in ("Kanarina", ready.spoken, hidden.spoken, "pappa"):
        assert words in page
    assert not any(secret in page for secret in ("Fågelburström", hidden.reference))
    assert answer.status_code == 302
    ready.refresh_from_db()
    assert (ready.state, Attendance.objects.get().marked_by) == ("started", user)
    assert AuditEvent.objects.filter(action="identity.read", subject=child.reference).exists()


def test_the_tap_of_a_telephone_and_the_head_count_are_taken_too(browse):
    group = GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    tonight, counted = Tonight(), Tonight(group=group)
    child = tonight.child()

    tapped = browse(stand_in(tonight.session)).post(
        address(tonight, "taps"), sent(tonight, (child, "late", "", "0"))
    )
    client = browse(stand_in(counted.session))
    fields = {"key": str(child.pk), "seen": "0", "children": "5"}
    client.post(address(counted, "roll_call"), fields)

    assert [one["presence"] for one in tapped.json()["answers"]] == ["late"]
    assert HeadCount.objects.get().children == 5
    assert client.get(address(counted, "roll_call")).context["count"].children == 5


@pytest.mark.parametrize(("days", "status"), [(-2, 404), (-1, 200), (0, 200), (1, 404)])
def test_it_is_for_that_day_and_the_next(browse, days, status):
    tonight = Tonight()
    tonight.child(accepted=True, identity=NAMED)
    session = tonight.session
    if days:
        tonight = beside(tonight, days=days)
    client = browse(stand_in(tonight.session))

    for page in ("tonight", "roll_call"):
        assert client.get(address(tonight, page)).status_code == status
    if days:
        tonight.session = session
        assert client.get(address(tonight, "roll_call")).status_code == 404


def test_the_group_and_its_cases_stay_closed(browse):
    tonight = Tonight()
    child = tonight.child(accepted=True, identity=NAMED)
    user = stand_in(tonight.session)
    client = browse(user)

    for page in ("children", "talks"):
        url = reverse(f"referrals:{page}", args=[tonight.group.slug])
        assert client.get(url).status_code == 404
    assert client.get(child.get_absolute_url()).status_code in (403, 404)
    assert not Referral.objects.visible_to(user).exists()


@pytest.mark.parametrize("lost", ["cancelled", "role_ended", "not_named", "yesterdays"])
def test_the_wall_of_the_database_opens_no_further(lost):
    tonight = Tonight()
    child = tonight.child(accepted=True, identity=NAMED)
    tonight.child(accepted=True, protected=True)
    ReferralFactory(accepted=True, identity=NAMED)
    user = stand_in(tonight.session)
    with acting_as(user):
        assert [one.pk for one in Referral.objects.all()] == [child.pk]
        assert [one.pk for one in Identity.objects.all()] == [child.identity.pk]

    if lost == "cancelled":
        tonight.session.active = False
        tonight.session.save()
    elif lost == "role_ended":
        user.role_grants.update(valid_to=timezone.localdate() - timedelta(days=1))
    elif lost == "not_named":
        tonight.session.session_leaders.filter(leader__user=user).delete()
    else:
        during = two_hours_from(tonight.session.during.lower - timedelta(days=2))
        tonight.session.during = during
        tonight.session.save()

    with acting_as(user):
        assert not Referral.objects.exists()
        assert not Identity.objects.exists()


def test_tonight_is_one_line_of_what_is_to_do():
    tonight = Tonight()
    SessionLeaderFactory(session=tonight.session, leader=tonight.group.leaders.first())
    other = SessionLeaderFactory(
        leader=tonight.group.leaders.first(),
        session__group=GroupFactory(running=True, parents=True),
        session__during=two_hours_from(tonight.session.during.lower + timedelta(hours=3)),
    )

    for user in (tonight.group.leaders.first().user, stand_in(tonight.session)):
        items: list[AgendaItem] = [*offer_agenda(user), *queries.agenda(user)]
        urls = [item.url for item in items if "onight" in item.title or "Today" in item.title]
        expected = [address(tonight, "tonight")]
        if user == other.leader.user:
            expected = [other.session.group.get_absolute_url(), *expected]
        assert urls == expected
