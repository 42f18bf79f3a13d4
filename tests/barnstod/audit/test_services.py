"""An event is written with what it tells about, or not at all, and names nobody."""

import pytest
from django.db import connection, transaction

from barnstod.audit.models import AuditEvent
from barnstod.audit.services import record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Case:
    """Something that is addressed by its reference, never by its key."""

    pk, reference = 17, "B7K2"

    class _meta:
        label_lower = "cases.case"


def test_event_names_actor_action_and_reference():
    user = UserFactory(name="Eva")

    event = record("case.move", by=user, on=Case(), before="new", after="old")

    event.refresh_from_db()
    assert (event.actor, event.action) == (f"user:{user.pk}", "case.move")
    assert (event.subject_type, event.subject) == ("cases.case", "B7K2")
    assert event.detail == {"before": "new", "after": "old"}
    assert "Eva" not in str(vars(event))


def test_event_of_a_job_names_the_job_and_what_has_no_reference_is_named_by_key():
    user = UserFactory()

    event = record("user.sweep", by="system:sweep", on=user)

    assert (event.actor, event.subject_type, event.subject) == (
        "system:sweep",
        "accounts.user",
        str(user.pk),
    )


def test_event_carries_the_reference_of_its_request(client, sign_in):
    sign_in(admin=True)
    response = client.post("/kontor/personer/ny/", {"name": "B", "email": "b@c.se", "role": "head"})

    references = set(AuditEvent.objects.values_list("request_id", flat=True))
    assert references == {response.wsgi_request.reference}


def test_event_is_undone_with_what_it_tells_about():
    with transaction.atomic():
        record("case.move", by="system:test", on=Case())
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


def test_event_falls_into_the_table_of_its_year_in_stockholm():
    for at in ("2026-12-31 22:30+00", "2026-12-31 23:30+00"):
        AuditEvent.objects.create(
            at=at, actor="a", action="b", subject_type="c", subject="d", detail={}
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_auditevent ORDER BY at")
        assert cursor.fetchall() == [("audit_auditevent_2026",), ("audit_auditevent_2027",)]
