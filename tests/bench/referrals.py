"""What the office's pages about cases cost with many closed cases behind them, and sending one.

Before and after the past is written, as many cases are open. The database's CPU counts too.
"""

import logging
import os
import re
from collections.abc import Callable
from uuid import uuid4

import psycopg
from django.db import connection
from django.test import Client
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from barnstod.security.sealing import blind_index
from districts.services import load_districts
from groups.choices import Need
from referrals import services
from referrals.choices import ContactWay, DisclosureGround, Protection
from referrals.models import Consent, Identity, IdentityWord, Referral
from referrals.services.identities import keep_identity
from referrals.words import REFERENCE
from tests.bench.public import analyze, cpu, row
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory
from tests.queries import queries_of

OPEN = 400  # cases that somebody works with
FEW, MANY = 1_000, 200_000  # cases of all times
FIRST_NAMES, FAMILY_NAMES = 500, 20_000  # that the children of the past share among themselves
ROUNDS = 25  # the least of them counts
NAMES = {
    "first_name": "Åsa",
    "last_name": "Fågelsång",
    "guardians": "Mor Fågelsång",
    "phone": "070-174 06 05",
    "address": "Sånglärkegatan 1",
    "school": "Näktergalsskolan",
    "contact_note": "Ring efter tre",
}
PAGE = 50  # rows


def rows() -> list[dict]:
    logging.disable(logging.INFO)  # a line for each request would hide the table
    with acting_as("system:bench"):
        load_districts()
        office, case, past = make_open_cases()
    pages = pages_of(office, case)
    write_past(past, FEW - OPEN)
    few = {name: (queries_of(page), least_cpu(page)) for name, page in pages.items()}
    write_past(past, MANY - FEW)
    many = {name: (queries_of(page), least_cpu(page)) for name, page in pages.items()}
    sent, inserted = sending_vs_inserting()
    return [
        found
        for name in pages
        for found in (
            row(f"{name}_cpu_200000_vs_1000", many[name][1] / few[name][1], 1.5, "min", MANY),
            row(f"{name}_queries_200000_vs_1000", many[name][0] / few[name][0], 1, "min", MANY),
        )
    ] + [row("send_cpu_vs_insert", sent / inserted, 4, "min", ROUNDS)]


def pages_of(office, case) -> dict[str, Callable]:
    """Return what asks for each page, through the whole stack, and sees that it is the page."""
    client = Client(headers={"host": "localhost"})
    client.force_login(office)

    def cases():
        assert len(cases_on(client.get("/kontor/forfragningar/"))) == PAGE

    def search():
        page = client.post("/kontor/forfragningar/sok/", {"q": "Åsa Fågelsång"})
        assert cases_on(page) == {case.reference}

    def detail():
        assert f"<h1>{case.spoken}</h1>" in client.get(case.get_absolute_url()).text

    return {"list": cases, "search": search, "detail": detail}


def cases_on(page) -> set[str]:
    """Return the references of the cases that a list leads to."""
    return set(re.findall(rf"/kontor/forfragningar/({REFERENCE})/", page.text))


def least_cpu(work: Callable) -> float:
    """Return the least CPU seconds of ``work``, the database's too."""
    analyze()
    connection.ensure_connection()
    connection.close_at = None  # the same backend to the end, so that its CPU can be read
    spent = []
    for _ in range(ROUNDS):
        begun = cpu()
        work()
        spent.append(cpu() - begun)
    return min(spent)


# --- one case sent, against its rows written bare ------------------------------------------------


def sending_vs_inserting() -> tuple[float, float]:
    """Return the CPU of sending a case, and of writing the very rows that it wrote."""
    with acting_as("system:bench"):
        unit = AffiliationFactory()
        ReferralFactory(workplace=unit)
    answers = {
        "fields": {
            "protection": Protection.NONE,
            "child_birth_year": timezone.localdate().year - 8,
            "child_birth_month": 3,
            "child_district": unit.district,
            "needs": [Need.SUBSTANCE_USE],
            "contact_ways": [ContactWay.RING],
            "disclosure_ground": DisclosureGround.CONSENT_GUARDIANS,
        },
        "identity": NAMES,
    }

    def send() -> Referral:
        with acting_as(unit.user):
            case = services.create(
                by=unit.user, unit=unit.district, submission_key=uuid4(), send=True, **answers
            )
        return case

    case = send()
    with acting_as("system:bench"):
        written = [
            case,
            case.identity,
            *case.identity.words.all(),
            *AuditEvent.objects.filter(subject=case.reference),
            *Notice.objects.filter(path=case.get_absolute_url()),
        ]
    kinds = {type(one) for one in written}
    assert kinds == {Referral, Identity, IdentityWord, AuditEvent, Notice}, kinds

    def insert() -> None:
        fresh = again(written)
        with acting_as(unit.user):
            for one in fresh:
                one.save(force_insert=True)

    # In turns, so that a disturbance is in neither.
    return least_cpu(send), least_cpu(insert)


def again(written: list) -> list:
    """Return copies of these rows that stand for a case of their own."""
    case = ReferralFactory.build(
        workplace=None, sent_by=None, sender_district=None, sender_organisation=None
    )
    copies = []
    for one in written:
        values = {
            field.attname: getattr(one, field.attname)
            for field in one._meta.concrete_fields
            if not field.unique and not field.primary_key
        }
        copies.append(type(one)(**values | own_of(one, case)))
    return copies


def own_of(one, case) -> dict:
    """Return what must not be the same in two rows like ``one``."""
    if isinstance(one, Referral):
        return {"id": case.pk, "reference": case.reference, "spoken": case.spoken}
    if isinstance(one, Identity):
        return {"referral_id": case.pk}
    return {"identity_id": case.pk} if isinstance(one, IdentityWord) else {}


# --- the cases ---------------------------------------------------------------------------------


def make_open_cases() -> tuple:
    """Write the open cases; return a coordinator, one named case of them, and a closed one."""
    unit = AffiliationFactory()
    for _ in range(OPEN - 1):
        ReferralFactory(waiting=True, workplace=unit, child_district=unit.district)
    case = ReferralFactory(waiting=True, workplace=unit, child_district=unit.district)
    keep_identity(referral=case, values=NAMES)
    past = ReferralFactory(withdrawn=True, workplace=unit, child_district=unit.district)
    keep_identity(referral=past, values={"first_name": "Britta", "last_name": "Berg"})
    for one in (case, past):
        ConsentFactory(referral=one)
    return UserFactory(coordinator=True), case, past


def write_past(like: Referral, number: int) -> None:
    """Write so many closed cases like one, with names, a yes to take part and their audit.

    By the owner of the tables and in one statement each: what is measured is reading them. Names
    are shared as first and family names are; *Åsa* is as common as any other.
    """
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        first = owner.execute("SELECT count(*) FROM referrals_referral").fetchone()[0]
        owner.execute(
            "CREATE TEMPORARY TABLE past AS"
            " SELECT n, gen_random_uuid() AS id FROM generate_series(%s::int, %s::int) AS n",
            [first, first + number - 1],
        )
        changed = {
            "id": "past.id",
            "reference": "lpad(past.n::text, 10, 'b')",
            "spoken": "'gammal-grind-' || past.n",
            "submission_key": "gen_random_uuid()",
            "first_contact_at": "src.first_contact_at - past.n * interval '10 minutes'",
            "closed_at": "src.closed_at - past.n * interval '10 minutes'",
            "last_entry_at": "src.last_entry_at - past.n * interval '10 minutes'",
        }
        copy_rows(owner, Referral, like.pk, changed)
        copy_rows(owner, Identity, like.pk, {"referral_id": "past.id"})
        copy_rows(owner, Consent, like.pk, {"referral_id": "past.id"})
        owner.execute(
            "INSERT INTO referrals_identityword (identity_id, names, word)"
            " SELECT id, 'full', CASE WHEN n %% %(first)s::int = 0 THEN %(asa)s::bytea"
            " ELSE sha256(int4send(n %% %(first)s::int)) END FROM past"
            " UNION ALL SELECT id, 'full', sha256(int4send(-1 - n %% %(family)s::int)) FROM past",
            {"first": FIRST_NAMES, "family": FAMILY_NAMES, "asa": blind_index("name", "åsa")},
        )
        owner.execute(
            "INSERT INTO audit_auditevent"
            " (at, actor, action, subject_type, subject, detail, request_id)"
            " SELECT now(), 'system:bench', 'referral.submit', 'referrals.referral',"
            " lpad(past.n::text, 10, 'b'), '{}', '' FROM past"
        )


def copy_rows(owner, model, key, changed: dict[str, str]) -> None:
    """Insert a row of ``model`` for each of the past, like the one of the case ``key``."""
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type() == "BigAutoField")
    ]
    which = "id" if model is Referral else "referral_id"
    owner.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
        f" SELECT {', '.join(changed.get(name, f'src.{name}') for name in columns)}"
        f" FROM past, {model._meta.db_table} AS src WHERE src.{which} = %s",
        [key],
    )
