"""Nobody changes the past: neither the role that writes it nor the one that owns the table."""

import pytest
from django.db import Error, connections, transaction

from barnstod.audit.models import AuditEvent
from barnstod.audit.services import record
from tests.factories.accounts import UserFactory

CHANGES = [
    "UPDATE audit_auditevent SET actor = 'nobody'",
    "UPDATE audit_auditevent SET at = at - interval '30 years'",
    "DELETE FROM audit_auditevent",
    "TRUNCATE audit_auditevent",
    "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent ON CONFLICT (id, at) "
    "DO UPDATE SET actor = 'nobody'",
]


@pytest.fixture
def one_event():
    with transaction.atomic():
        return record("test.happened", by="system:test", on=UserFactory())


def partitions():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'audit_auditevent'::regclass"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_change_is_refused(one_event, alias):
    for change in CHANGES:
        with pytest.raises(Error), connections[alias].cursor() as cursor:
            cursor.execute(change)
        event = AuditEvent.objects.get()
        assert (event.actor, event.at) == ("system:test", one_event.at), change


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_table_of_the_year_is_no_way_round(one_event, alias):
    name = f"audit_auditevent_{one_event.at.year}"
    for change in CHANGES:
        with pytest.raises(Error), connections[alias].cursor() as cursor:
            cursor.execute(change.replace("audit_auditevent", name))
        event = AuditEvent.objects.get()
        assert (event.actor, event.at) == ("system:test", one_event.at), change


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_no_table_of_a_year_is_emptied():
    names = partitions()
    assert len(names) == 16
    for name in names:
        with pytest.raises(Error, match="append-only"), connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {name}")


@pytest.mark.django_db(transaction=True)
def test_app_may_write_and_read_but_not_reach_around_the_table(one_event):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditevent")
        assert cursor.fetchone() == (1,)
        with pytest.raises(Error, match="must be owner"):
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        with pytest.raises(Error, match="permission denied"):
            cursor.execute("SET session_replication_role = replica")


@pytest.mark.django_db(transaction=True)
def test_app_role_is_what_the_design_says():
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole "
            "FROM pg_roles WHERE rolname IN ('barnstod_app', 'barnstod_owner') ORDER BY 1"
        )
        app, owner = cursor.fetchall()
        assert app == ("barnstod_app", False, False, False, False)
        assert owner[:3] == ("barnstod_owner", False, False)
        cursor.execute(
            "SELECT current_user, pg_has_role('barnstod_app', 'barnstod_owner', 'MEMBER')"
        )
        assert cursor.fetchone() == ("barnstod_app", False)
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = 'barnstod_app'")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND has_table_privilege('barnstod_app', oid, 'TRUNCATE')"
        )
        assert cursor.fetchall() == []
        with pytest.raises(Error, match="permission denied"):
            cursor.execute("CREATE TABLE public.mine (id int)")
