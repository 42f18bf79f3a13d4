"""A city whose last year is as large as a bench wants it: groups with children who came to them.

Written in a few statements by the superuser with all triggers off: what is measured is reading.
"""

import os
from datetime import date

import psycopg
from django.db.models import Model
from django.utils import timezone

from barnstod.security.actor import acting_as
from groups.models import Session, SupportGroup
from groups.terms import Term
from referrals.models import Attendance, Offer, Referral
from tests.factories.attendance import AttendanceFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import OfferFactory, ReferralFactory

CHILDREN, SESSIONS = 17, 12  # of each group
MARKS = CHILDREN * SESSIONS
YEAR = Term.on(timezone.localdate()).year - 1
FIRST_DAYS = (date(YEAR, 2, 1), date(YEAR, 9, 1))
FIRST_ID = 1_000_000  # of what is written here

# One group in two is of each term; its sessions are weekly from the first of February or September.
BEGINS = f"(CASE g % 2 WHEN 0 THEN date '{FIRST_DAYS[0]}' ELSE date '{FIRST_DAYS[1]}' END)"
STOPPED = f"(g * {CHILDREN} + c) % 9 = 0"
CHILD = f"md5((g * {CHILDREN} + c)::text)::uuid"
NEEDS = """CASE c % 4 WHEN 0 THEN '{substance_use}' WHEN 1 THEN '{mental_illness}'
    WHEN 2 THEN '{family_violence}' ELSE '{substance_use,mental_illness}' END::varchar[]"""


class City:
    """Grows, and is never smaller again."""

    def __init__(self, districts: list[int]):
        with acting_as("system:bench"):
            group = GroupFactory(completed=True, year=YEAR, capacity=30)
            unit = AffiliationFactory()
            child = ReferralFactory(completed=True, group=group, workplace=unit)
            offer = OfferFactory(referral=child, group=group, answered=True)
            mark = AttendanceFactory(referral=child)
        self.like = {type(one): one.pk for one in (group, child, offer, mark, mark.session)}
        self.homes = f"(ARRAY{districts})[1 + (g + c) % {len(districts)}]"
        self.groups = 0

    def grow_to(self, groups: int) -> None:
        first, self.groups = self.groups, groups
        admin = os.environ["BARNSTOD_TEST_ADMIN_URL"]
        name = os.environ["DATABASE_URL"].rpartition("/")[2].partition("?")[0]
        with psycopg.connect(admin, dbname=name) as connection:
            connection.execute("SET session_replication_role = replica")
            self._write(connection, first, groups - 1)
        with psycopg.connect(admin, dbname=name, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def _write(self, connection, first: int, last: int) -> None:
        groups = f"generate_series({first}, {last}) AS g"
        children = f"{groups}, generate_series(0, {CHILDREN - 1}) AS c"
        sessions = f"{groups}, generate_series(0, {SESSIONS - 1}) AS s"
        group, session = f"{FIRST_ID} + g", f"{FIRST_ID} + g * {SESSIONS} + s"
        contact = f"{BEGINS} - 70 - c"
        evening = f"{BEGINS} + s * 7 + time '15:00'"
        self._copy(connection, SupportGroup, groups, {
            "id": group,
            "submission_key": "gen_random_uuid()",
            "slug": f"'barngrupp-farsta-vt{YEAR % 100:02}-' || lpad(to_hex(g), 4, '0')",
            "season": "CASE g % 2 WHEN 0 THEN 'spring' ELSE 'autumn' END",
            "region": "(ARRAY['innerstaden', 'vasterort', 'soderort'])[1 + g % 3]",
            "places_taken": str(CHILDREN),
        })  # fmt: skip
        self._copy(connection, Session, sessions, {
            "id": session,
            "uid": "gen_random_uuid()",
            "group_id": group,
            "number": "s + 1",
            "room_id": "NULL",
            "during": f"tstzrange({evening}, {evening} + interval '2 hours')",
        })  # fmt: skip
        self._copy(connection, Referral, children, {
            "id": CHILD,
            "reference": f"lpad((g * {CHILDREN} + c)::text, 10, 'b')",
            "spoken": f"'gammal-grind-' || (g * {CHILDREN} + c)",
            "submission_key": "gen_random_uuid()",
            "state": f"CASE WHEN {STOPPED} THEN 'discontinued' ELSE 'completed' END",
            "discontinue_reason": f"CASE WHEN {STOPPED} THEN 'moved' ELSE '' END",
            "first_contact_at": contact,
            "submitted_at": f"{contact} + 1",
            "disclosed_at": f"{contact} + 1",
            "closed_at": f"{BEGINS} + 90",
            "child_district_id": self.homes,
            "child_birth_year": f"{YEAR} - 6 - (g + c) % 11",
            "needs": NEEDS,
            "gender": "(ARRAY['girl', 'boy', ''])[1 + c % 3]",
            "group_id": group,
        })  # fmt: skip
        self._copy(connection, Offer, children, {
            "referral_id": CHILD, "group_id": group, "made_at": f"{contact} + 21 + c",
            "answered_at": f"{contact} + 24 + c",
        })  # fmt: skip
        self._copy(connection, Attendance, f"{sessions}, generate_series(0, {CHILDREN - 1}) AS c", {
            "referral_id": CHILD,
            "session_id": session,
            "tap": "gen_random_uuid()",
            "presence": "CASE (c + s) % 7 WHEN 0 THEN 'absent' ELSE 'present' END",
            "reason": "CASE (c + s) % 7 WHEN 0 THEN 'ill' ELSE '' END",
        })  # fmt: skip

    def _copy(self, connection, model: type[Model], series: str, changed: dict[str, str]) -> None:
        """Insert a row for each of the series, like the one we have but for these columns."""
        columns = [
            field.column
            for field in model._meta.concrete_fields
            if not (field.primary_key and field.column not in changed)
        ]
        connection.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
            f" SELECT {', '.join(changed.get(name, f'src.{name}') for name in columns)}"
            f" FROM {series}, {model._meta.db_table} AS src"
            f" WHERE src.{model._meta.pk.column} = '{self.like[model]}'"
        )
