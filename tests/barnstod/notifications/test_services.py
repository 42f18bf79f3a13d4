"""Letters: owed in the transaction of their cause, sent at least once, saying nothing."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from barnstod.notifications import tasks
from barnstod.notifications.models import Notice
from barnstod.notifications.services import letter_of, queue, send
from barnstod.security.actor import acting_as
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

# What a letter must never say: the three needs in the words of children, staff and the law.
NEED_WORDS = (
    "alkohol", "dricker", "drog", "missbruk", "beroende", "psyk", "sjuk", "mår dåligt", "våld",
    "slår", "hot", "skräm", "barn ", "barnet", "förälder", "mamma", "pappa", "grupp", "plats",
    "socialtjänst", "orosanmäl", "skyddad",
)  # fmt: skip
KINDS = sorted(path.stem for path in (django_settings.BASE_DIR / "templates/emails").glob("*.txt"))


@pytest.fixture
def eva():
    return UserFactory(name="Eva Hemligsson", email="eva@stad.se")


def letters():
    return [(letter.to, letter.subject) for letter in mail.outbox]


@pytest.mark.parametrize("kind", [*KINDS, "a kind without words of its own"])
def test_letter_is_neutral(eva, kind):
    letter = letter_of(Notice(kind=kind, recipient=eva, path="/kontor/"))

    assert "Barnstöd" in letter.subject
    assert "http://localhost:8000/kontor/" in letter.body
    text = f"{letter.subject}\n{letter.body}".lower().replace("barnstöd", "")
    assert [word for word in NEED_WORDS if word in text] == []
    assert "hemligsson" not in text
    assert not {"{", "&"} & set(text)


def test_letter_is_sent_once_however_often_it_is_asked_for(eva):
    notice = queue("something_to_read", to=eva, path="/kontor/")

    assert [send(notice_id=notice.pk) for _ in range(3)] == [True, False, False]

    assert letters() == [(["eva@stad.se"], "Det finns något nytt att läsa i Barnstöd")]
    notice.refresh_from_db()
    assert notice.sent_at is not None


def test_repeated_letter_carries_the_same_message_id(eva):
    """The mail server took the letter, and the worker died before it could say so."""
    notice = queue("something_to_read", to=eva, path="/kontor/")
    for _ in range(2):
        send(notice_id=notice.pk)
        Notice.objects.update(sent_at=None)

    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second == f"<{notice.key}@barnstod>"


def test_letter_that_the_mail_server_refuses_is_still_owed(eva, settings):
    notice = queue("something_to_read", to=eva, path="/kontor/")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(ConnectionError):
        send(notice_id=notice.pk)

    assert Notice.objects.unsent().get() == notice


def test_letter_to_a_closed_account_is_not_sent_and_no_longer_owed(eva):
    notice = queue("something_to_read", to=eva, path="/kontor/")
    eva.is_active = False
    eva.save()

    assert send(notice_id=notice.pk)
    assert (mail.outbox, Notice.objects.unsent().count()) == ([], 0)


def test_letter_is_owed_only_if_its_cause_is_saved(eva, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rings, transaction.atomic():
        queue("something_to_read", to=eva, path="/kontor/")
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert rings == []


@pytest.mark.parametrize(
    "broken",
    [
        {"sealed_path": "k1:abc", "path": "/kontor/"},
        {"sealed_path": "k1:abc", "sent_at": timezone.now()},
    ],
    ids=["secret and open at once", "secret kept after sending"],
)
def test_database_refuses(eva, broken):
    with pytest.raises(IntegrityError):
        Notice.objects.create(kind="x", recipient=eva, **broken)


@pytest.mark.django_db(transaction=True)
def test_letter_asked_for_by_four_workers_at_once_is_one_letter():
    with acting_as("system:test"):
        notice = queue("something_to_read", to=UserFactory(), path="/kontor/")
    start, answers = threading.Barrier(4), []

    def work():
        start.wait()
        answers.append(send(notice_id=notice.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sorted(answers), len(mail.outbox)) == ([False, False, False, True], 1)


def test_sweep_rings_for_what_is_overdue_and_nothing_else(
    eva, settings, django_capture_on_commit_callbacks, jobs_rung
):
    now = timezone.now()
    overdue, *_ = (
        Notice.objects.create(kind="x", recipient=eva, path="/", queued_at=now - age, sent_at=at)
        for age, at in [
            (settings.SWEEP_AFTER + timedelta(seconds=1), None),
            (settings.SWEEP_AFTER - timedelta(seconds=9), None),
            (timedelta(days=1), now),
        ]
    )

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert jobs_rung() == [("notifications.deliver", [overdue.pk])]
