"""The checklist of a group: who answers, what is kept, and what the registers remind of."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from barnstod.audit.models import AuditEvent
from groups.choices import Answer, Criterion
from groups.models import QualityAnswer
from groups.queries import quality
from groups.services.quality import answer_quality
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory
from tests.factories.registers import QualityAnswerFactory, TrainingFactory

pytestmark = pytest.mark.django_db


def url_of(group):
    return reverse("groups:quality", args=[group.slug])


def answers_of(group):
    return dict(group.quality_answers.values_list("criterion", "answer"))


def led_by(user, **fields):
    return GroupFactory(leaders=[LeaderFactory(user=user)], **fields)


# --- Answering -----------------------------------------------------------------------------------


def test_answers_are_kept_with_who_and_when_and_audited():
    coordinator, group = UserFactory(coordinator=True), GroupFactory()
    given = {"leaders": "yes", "room": "no", "closing": "not_relevant", "manual": ""}

    changed = answer_quality(group=group, answers=given, by=coordinator)

    kept = {key: answer for key, answer in given.items() if answer}
    assert (changed, answers_of(group)) == (kept, kept)
    who = set(group.quality_answers.values_list("answered_by", "answered_on"))
    assert who == {(coordinator.pk, timezone.localdate())}
    assert AuditEvent.objects.values_list("action", "subject", "detail").get() == (
        "group.quality",
        group.slug,
        kept,
    )


def test_answer_that_stays_the_same_keeps_who_gave_it():
    before = QualityAnswerFactory(answered_on=date(2026, 9, 1))
    changed = QualityAnswerFactory(group=before.group, criterion=Criterion.ROOM)
    coordinator = UserFactory(coordinator=True)

    answer_quality(
        group=before.group, answers={"leaders": "yes", "room": "no", "manual": ""}, by=coordinator
    )

    before.refresh_from_db()
    changed.refresh_from_db()
    assert (before.answered_on, before.answered_by == coordinator) == (date(2026, 9, 1), False)
    assert (changed.answer, changed.answered_by) == (Answer.NO, coordinator)
    assert AuditEvent.objects.get().detail == {"room": "no"}


def test_nothing_changed_is_nothing_audited():
    before = QualityAnswerFactory()

    changed = answer_quality(
        group=before.group, answers={"leaders": "yes"}, by=UserFactory(coordinator=True)
    )

    assert (changed, AuditEvent.objects.count()) == ({}, 0)


def test_leader_of_the_group_answers_and_another_does_not():
    own, other = UserFactory(leader=True), UserFactory(leader=True)
    group = led_by(own)

    answer_quality(group=group, answers={"leaders": "yes"}, by=own)
    with pytest.raises(PermissionDenied):
        answer_quality(group=group, answers={"leaders": "no"}, by=other)

    assert answers_of(group) == {"leaders": "yes"}


@pytest.mark.parametrize("role", ["head", "social_worker", "board", "admin"])
def test_nobody_else_answers(role):
    group = GroupFactory()

    with pytest.raises(PermissionDenied):
        answer_quality(group=group, answers={"leaders": "yes"}, by=UserFactory(**{role: True}))

    assert not QualityAnswer.objects.exists()


# --- What the registers remind of ----------------------------------------------------------------


def test_registers_and_plan_remind_of_what_they_know():
    today = date(2026, 11, 22)
    trained = LeaderFactory(
        supervised_by="BUP",
        supervised_on=date(2026, 10, 5),
        register_check_shown_on=today - timedelta(days=30),
    )
    TrainingFactory.create_batch(2, leader=trained)
    room = RoomFactory(name="Blå rummet", venue__name="Huset", is_step_free=True)
    parents = GroupFactory(parents=True)
    group = GroupFactory(leaders=[trained, LeaderFactory()], room=room, parallel_group=parents)

    hints = quality.hints(group, today)

    leaders = ngettext(
        "The register: %(number)s leader, %(trained)s with training.",
        "The register: %(number)s leaders, %(trained)s with training.",
        2,
    )
    supervision = gettext(
        "The register: %(with)s of %(number)s have supervision, the latest on %(day)s."
    )
    day = date_format(date(2026, 10, 5), "j F Y")
    assert hints == {
        Criterion.LEADERS: leaders % {"number": 2, "trained": 1},
        Criterion.SUPERVISION: supervision % {"with": 1, "number": 2, "day": day},
        Criterion.REGISTER: gettext("The register: shown by %(shown)s of %(number)s within a year.")
        % {"shown": 1, "number": 2},
        Criterion.ROOM: gettext("The plan: %(room)s, step-free.") % {"room": "Huset, Blå rummet"},
        Criterion.PARENTS: gettext("The plan: a parallel parents' group."),
    }


def test_registers_say_when_they_know_nothing():
    hints = quality.hints(GroupFactory(), date(2026, 11, 22))

    assert hints[Criterion.SUPERVISION] == gettext("The register: no supervision is written.")
    assert hints[Criterion.ROOM] == gettext("The plan: no room is chosen.")
    assert hints[Criterion.PARENTS] == gettext("The plan: no parallel parents' group.")


# --- The page ------------------------------------------------------------------------------------


def test_coordinator_answers_on_the_page(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory()

    answer = client.post(url_of(group), {"leaders": "yes", "parents": "not_relevant"})

    assert answer.headers["Location"] == url_of(group)
    assert answers_of(group) == {"leaders": "yes", "parents": "not_relevant"}


def test_answer_that_is_none_of_the_three_is_refused(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory()

    page = client.post(url_of(group), {"leaders": "kanske", "room": "yes"})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["leaders"])
    assert answers_of(group) == {}


def test_head_reads_and_cannot_answer(client, sign_in):
    sign_in(head=True)
    group = QualityAnswerFactory().group

    page = client.get(url_of(group))

    assert '<input type="radio"' not in page.text
    assert [row.answer is not None for row in page.context["rows"]] == [True] + [False] * 8
    assert client.post(url_of(group), {"leaders": "no"}).status_code == 403
    assert answers_of(group) == {"leaders": "yes"}


def test_leader_opens_the_checklist_of_the_own_group_only(client, sign_in):
    user = sign_in(leader=True)
    own, other = led_by(user, planned=True), GroupFactory(planned=True)

    assert [client.get(url_of(group)).status_code for group in (own, other)] == [200, 404]
    assert client.post(url_of(other), {"leaders": "yes"}).status_code == 404


@pytest.mark.parametrize("role", ["social_worker", "board", "admin"])
def test_checklist_is_not_for_others(client, sign_in, role):
    sign_in(**{role: True})

    assert client.get(url_of(GroupFactory(planned=True))).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_any_number_of_leaders_and_answers(
    client, sign_in, django_assert_num_queries, rows
):
    group = GroupFactory(leaders=LeaderFactory.create_batch(rows))
    for leader, criterion in zip(group.leaders.all(), Criterion, strict=False):
        TrainingFactory.create_batch(2, leader=leader)
        QualityAnswerFactory(group=group, criterion=criterion)
    sign_in(coordinator=True)

    with django_assert_num_queries(14):
        client.get(url_of(group))
