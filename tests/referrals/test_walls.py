"""Every table that hangs on a child's case has the second wall, whoever adds it and whenever.

The tables are found by what points at a case, in the models and in the database itself, so that a
new one is asked for by name until it has policies and a row here.
"""

import os
import random

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.security.actor import acting_as
from referrals import services
from referrals.choices import SafeHere
from referrals.evening import TalkBy, TalkKind
from referrals.models import (
    Absences,
    Attendance,
    CaseImport,
    Evening,
    Handover,
    HeadCount,
    Household,
    ImportedCase,
    NamedReader,
    Receipt,
    Referral,
    Talk,
)
from tests.factories.accounts import UserFactory
from tests.factories.amendments import AmendmentFactory
from tests.factories.attendance import AttendanceFactory
from tests.factories.attendance import Evening as EveningOfGroup
from tests.factories.families import kept_apart, pair_of_groups, siblings
from tests.factories.groups import GroupFactory, ProgrammeFactory, SessionFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory
from tests.referrals.test_row_security import random_world

pytestmark = pytest.mark.django_db
NAMED = {"first_name": "Kanarie"}

# What hangs on a case, and on that, and what a case belongs to, however many steps away.
OPEN_TABLES = """
WITH RECURSIVE people(table_id) AS (
    SELECT 'referrals_referral'::regclass::oid
    UNION
    SELECT other.table_id FROM people JOIN LATERAL (
        SELECT conrelid FROM pg_constraint WHERE contype = 'f' AND confrelid = people.table_id
        UNION
        SELECT confrelid FROM pg_constraint JOIN pg_class ON pg_class.oid = confrelid
        WHERE contype = 'f' AND conrelid = people.table_id AND relname LIKE 'referrals\\_%'
    ) AS other(table_id) ON true)
SELECT relname FROM people JOIN pg_class ON pg_class.oid = table_id
WHERE NOT relrowsecurity
    OR NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = table_id AND polcmd IN ('r', '*'))
    OR EXISTS (SELECT FROM pg_policy WHERE polrelid = table_id
               AND pg_get_expr(polqual, polrelid) = 'true')
ORDER BY relname
"""


def hanging_on_a_case() -> set[type]:
    """Return the models with data about people: they point at a case, or a case at them."""
    found, added = {Referral}, True
    while added:
        pointing = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in found
        }
        owned = {
            field.related_model
            for model in found
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model._meta.app_label == "referrals"
        }
        added = (pointing | owned) - found
        found |= added
    return found


PEOPLE = sorted(hanging_on_a_case() | {HeadCount}, key=lambda model: model.__name__)


def one_row_in_each():
    """Write a row in each of these tables; a protected child is among them."""
    evening = EveningOfGroup()
    child = evening.child(started=True, identity=NAMED)
    AttendanceFactory(referral=child, session=evening.session)
    Absences.objects.create(referral=child, since=evening.session)
    Evening.objects.create(referral=child, changed_by=evening.leader)
    Talk.objects.create(
        referral=child,
        kind=TalkKind.FIRST,
        held_on=timezone.localdate(),
        held_by=TalkBy.LEADER,
        recorded_by=child.sent_by,
    )
    Receipt.objects.create(referral=child, pair_index=b"0" * 32)
    HandoverFactory(referral=child)
    AmendmentFactory(referral=child)
    silent = GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    HeadCount.objects.create(
        session=SessionFactory(group=silent, tonight=True), children=3, marked_by=evening.leader
    )
    office = UserFactory(coordinator=True)
    came_in = CaseImport.objects.create(imported_by=office)
    ImportedCase.objects.create(case_import=came_in, row=2, referral=child, fingerprint=b"1" * 32)
    ReferralFactory(offered=True)
    ReferralFactory(protected=True, named=[office])
    ConsentFactory(referral=child)
    first, second = siblings("waiting", "waiting")
    kept_apart(first, ReferralFactory(waiting=True))
    children, _parents = pair_of_groups()
    services.offer_together(
        places={first: children, second: children},
        deadline=timezone.localdate(),
        by=office,
        parent_beside=children,
        safe_here=SafeHere.YES,
    )


def rows_seen(models) -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in models}


def test_every_table_with_peoples_data_has_a_wall():
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TABLES)
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "table",
    [
        "CREATE TABLE later (id bigint, referral_id uuid REFERENCES referrals_referral)",
        "CREATE TABLE later (id bigint, word bigint REFERENCES referrals_identityword)",
        "CREATE TABLE later (r uuid REFERENCES referrals_household);"
        "ALTER TABLE later ENABLE ROW LEVEL SECURITY",
        "CREATE TABLE later (r uuid REFERENCES referrals_referral);"
        "ALTER TABLE later ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY sees ON later FOR SELECT USING (true)",
    ],
    ids=["on a case", "on a name", "without a policy", "open to all"],
)
def test_a_new_table_without_a_wall_is_found(table):
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=name) as owner:
        owner.execute("SET lock_timeout = '5s'")
        owner.execute(table)
        assert owner.execute(OPEN_TABLES).fetchall() == [("later",)]
        owner.rollback()


def test_every_model_that_hangs_on_a_case_is_looked_at():
    one_row_in_each()

    assert {name for name, count in rows_seen(PEOPLE).items() if not count} == set()


def test_without_an_actor_no_table_shows_a_row():
    one_row_in_each()

    for nobody in ("", "user:", "user:0", "user:x", "system:", "nobody"):
        with acting_as(nobody):
            assert rows_seen(PEOPLE) == dict.fromkeys((model.__name__ for model in PEOPLE), 0)


@pytest.mark.parametrize("role", [Role.BOARD, Role.ADMIN, Role.SOCIAL_WORKER, Role.LEADER])
def test_who_has_no_child_sees_no_row_of_any_table(role):
    one_row_in_each()

    with acting_as(UserFactory(**{role: True})):
        assert rows_seen(PEOPLE) == dict.fromkeys((model.__name__ for model in PEOPLE), 0)


# --- the rule shows no more than the wall ------------------------------------------------------


def with_rows(rng):
    """Give the children of a random world evenings, talks, receipts, families and marks."""
    people = random_world(rng)
    children = list(Referral.objects.all())
    for number, child in enumerate(children):
        if rng.random() < 0.5:
            Evening.objects.create(referral=child, changed_by=child.sent_by)
            Receipt.objects.create(referral=child, pair_index=number.to_bytes(32, "big"))
        if rng.random() < 0.5:
            Talk.objects.create(
                referral=child,
                kind=TalkKind.FIRST,
                held_on=timezone.localdate(),
                held_by=TalkBy.LEADER,
                recorded_by=child.sent_by,
            )
        if child.state in ("started", "completed"):
            AttendanceFactory(referral=child)
        # A protected child goes where somebody is named on the case: see test_handover.py.
        if child.state == "waiting" and child.sender_district and not child.is_protected:
            units = [one.sender_district for one in children if one.sender_district]
            others = [unit for unit in units if unit != child.sender_district]
            HandoverFactory(referral=child, to_unit=rng.choice(others))
    return people


def keys(rows) -> set:
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(3))
def test_what_the_code_shows_of_any_table_the_database_shows_too(seed):
    people = with_rows(random.Random(seed))
    shown = 0

    for user in people:
        cases = keys(Referral.objects.visible_to(user))
        rule = {
            model: keys(model._base_manager.filter(referral__in=cases))
            for model in (Evening, Talk, Receipt)
        }
        rule[Handover] = keys(Handover.objects.visible_to(user))
        rule[Attendance] = keys(Attendance.objects.visible_to(user))
        rule[Household] = keys(Household.objects.filter(children__in=cases)) if user.has_role(
            Role.COORDINATOR, Role.SOCIAL_WORKER
        ) else set()  # fmt: skip
        with acting_as(user):
            wall = {model: keys(model._base_manager.all()) for model in rule}
            seen = keys(Referral._base_manager.all())
            hanging = {
                model: set(model._base_manager.values_list("referral", flat=True))
                for model in (Evening, Talk, Attendance)
            }
        for model, rows in rule.items():
            assert rows <= wall[model], (model.__name__, user.roles)
            shown += len(rows)
        # And the other way round: no row tells of a case that the wall hides.
        assert {model: cases - seen for model, cases in hanging.items()} == {
            model: set() for model in hanging
        }

    assert shown > len(people)


def test_a_row_of_a_reader_is_the_readers_own_or_of_a_case_they_read():
    first, second = (UserFactory(coordinator=True) for _ in range(2))
    ReferralFactory(protected=True, named=[first])
    ReferralFactory(protected=True, named=[second])

    with acting_as(first):
        assert [row.user for row in NamedReader.objects.all()] == [first]
