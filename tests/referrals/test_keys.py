"""Keys change while people work; and a copy of the database tells nobody a name."""

import os
import subprocess
import threading
from itertools import cycle

import pytest
from django.db import connection

from barnstod.local.postgres import find_binaries
from barnstod.security.actor import acting_as
from barnstod.security.sealing import key_id_of
from referrals import services
from referrals.models import Identity, IdentityWord
from referrals.models.identity import EVERY_FIELD, LATER_FIELDS
from referrals.services.identities import keep_identity, seal_note
from tests.factories.accounts import UserFactory
from tests.factories.amendments import AmendmentFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ReferralFactory
from tests.leak import CANARIES, TYPED, seen
from tests.reports.connections import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
NEW_KEY = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
VALUES = {field: text for field, text in TYPED.items() if field != "number"}
FIRST_NAMES = ("Kanarina", "Åsa-Lena", "مريم", "Żółć 👧")  # that a child has in turn
CHILDREN = 40


def test_keys_are_changed_while_others_read_and_write(settings):
    """No value is ever unreadable or lost, and in the end the old key can go."""
    with acting_as("system:test"):
        unit = AffiliationFactory()
        children = [
            ReferralFactory(workplace=unit, draft=True, identity=VALUES) for _ in range(CHILDREN)
        ]
    done = threading.Event()
    settings.SEALING_KEYS = f"new:{NEW_KEY},{settings.SEALING_KEYS}"

    def rotate():
        try:
            # A row that somebody held is left for the next round.
            return sum(services.rotate_keys(batch=4) for _ in range(4))
        finally:
            done.set()

    def read():
        """Read names over and over; return how often, and whatever was not one of the names."""
        wrong = set()
        for times, child in enumerate(cycle(children), start=1):
            with acting_as(unit.user):
                names = services.read_names(referral=child, by=unit.user, why="own_unit")
            wrong |= {names["first_name"]} - {*FIRST_NAMES}
            wrong |= {text for field, text in VALUES.items()
                      if field != "first_name" and names[field] != text}  # fmt: skip
            if done.is_set() and times >= CHILDREN:
                return times, wrong

    def write():
        """Give the children one name after the other; return the last of each."""
        last = {}
        for child, name in zip(cycle(children), cycle(FIRST_NAMES), strict=False):
            with acting_as(unit.user):
                services.save(
                    referral=child,
                    by=unit.user,
                    fields={},
                    identity=VALUES | {"first_name": name},
                    send=False,
                )
            last[child.pk] = name
            if done.is_set() and len(last) == CHILDREN:
                return last

    rotated, (times, wrong), last = in_threads(rotate, read, write)

    assert 0 < rotated <= CHILDREN  # the others were written meanwhile, with the new key
    assert (times >= CHILDREN, wrong) == (True, set())
    services.rotate_keys()
    settings.SEALING_KEYS = f"new:{NEW_KEY}"  # the old key is gone
    with acting_as("system:test"):
        for child in children:
            row = Identity.objects.get(referral=child)
            tokens = [getattr(row, f"sealed_{field}") for field in EVERY_FIELD]
            assert {row.key_id, *(key_id_of(token) for token in tokens if token)} == {"new"}
            wanted = VALUES | dict.fromkeys(LATER_FIELDS, "") | {"first_name": last[child.pk]}
            assert row.opened(child.reference) == wanted


def test_a_name_that_is_being_written_is_not_overwritten(settings):
    with acting_as("system:test"):
        child = ReferralFactory(draft=True, identity=VALUES)
    settings.SEALING_KEYS = f"new:{NEW_KEY},{settings.SEALING_KEYS}"
    is_written, is_rotated = threading.Event(), threading.Event()

    def write():
        with acting_as(child.sent_by):
            values = VALUES | {"first_name": "Åsa-Lena"}
            services.save(referral=child, by=child.sent_by, fields={}, identity=values, send=False)
            is_written.set()
            is_rotated.wait(timeout=2)  # whoever does not pass by waits for this one to commit

    def rotate():
        is_written.wait()
        try:
            return services.rotate_keys()
        finally:
            is_rotated.set()

    assert in_threads(write, rotate)[1] == 0
    with acting_as("system:test"):
        row = Identity.objects.get(referral=child)
        assert row.opened(child.reference)["first_name"] == "Åsa-Lena"


def dumped() -> str:
    """Return the whole database as ``pg_dump`` of the very server writes it, as a backup would."""
    database = connection.settings_dict["NAME"]
    url = os.environ["BARNSTOD_TEST_ADMIN_URL"].rpartition("/")[0]
    command = [find_binaries() / "pg_dump", "--inserts", f"{url}/{database}"]
    return subprocess.check_output(command, text=True)


def test_a_copy_of_the_database_holds_no_name(client):
    with acting_as("system:test"):
        office = UserFactory(coordinator=True)
        unit = AffiliationFactory()
        child = ReferralFactory(workplace=unit)
        keep_identity(referral=child, values=VALUES)
        for field in LATER_FIELDS:
            seal_note(child, field, "Kvittra")
        AmendmentFactory(
            referral=child, field="last_name", before='"Sångsvahn"', after='"Fågelburström"'
        )
        assert IdentityWord.objects.exists()
    client.force_login(office)
    client.post(f"{child.get_absolute_url()}namn/", {"why": "call"})
    assert "Fågelburström" in client.get(child.get_absolute_url()).text
    client.post("/kontor/forfragningar/sok/", {"q": "Kanarina Fågelburström"})

    text = dumped()

    assert child.reference in text  # it is this database, with its rows
    assert "identity.read" in text
    assert seen([text], CANARIES) == set()
    # Nor as bytes: a blind index is an HMAC, and the session is signed and neutral.
    assert not [one for one in CANARIES if one.encode().hex() in text]
