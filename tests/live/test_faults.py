"""Faults and races, on the real thing: what is promised when many come at once or servers go."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from barnstod.local.processes import wait_until
from tests.live.people import Person, all_at_once, in_parallel

PATIENCE = 240  # seconds, on a machine with much else to do
CASES = "/kontor/forfragningar"
NEW = f"{CASES}/ny/pa-en-sida/"
SAID = ("Platsen är erbjuden och hålls.", "Platsen hann bli upptagen")

SEATS_BY_COUNTER = "SELECT places_held, places_taken FROM groups_supportgroup WHERE id = %s"
SEATS_BY_CHILDREN = """
    SELECT count(*) FILTER (WHERE state = 'offered'),
           count(*) FILTER (WHERE state IN ('accepted', 'started', 'completed', 'discontinued'))
    FROM referrals_referral WHERE group_id = %s
"""


def test_last_seat_is_held_by_one_of_200(portal):
    scene = portal.play("last_seat", 200)
    coordinator = portal.sign_in("samordnare")
    form = coordinator.get(f"{CASES}/{scene['references'][0]}/erbjud/").hidden
    fields = form | {"group": scene["slug"], "deadline": scene["deadline"]}
    windows = [
        Person(portal.url, cookies=coordinator.cookies | {"barnstod": session})
        for session in scene["windows"]
    ]
    requests = [
        (window, window.form(f"{CASES}/{reference}/erbjud/", fields))
        for window, reference in zip(windows, scene["references"], strict=True)
    ]

    answers = all_at_once(requests)

    went_to = [answer.headers["Location"] for answer in answers]
    assert went_to == [f"{CASES}/{reference}/" for reference in scene["references"]]
    counted = portal.sql(SEATS_BY_COUNTER, [scene["id"]])
    assert counted == portal.sql(SEATS_BY_CHILDREN, [scene["id"]]) == [(1, 7)]
    states = "SELECT state, count(*) FROM referrals_referral WHERE reference = ANY(%s) GROUP BY 1"
    assert dict(portal.sql(states, [scene["references"]])) == {"offered": 1, "waiting": 199}
    # Each is told in words how it went, on the page it was sent to.
    pages = in_parallel(lambda number: windows[number].get(went_to[number]), range(200))
    said = Counter(words for page in pages for words in SAID if words in page.text)
    assert said == {SAID[0]: 1, SAID[1]: 199}


def test_200_yeses_to_one_offer_are_one(portal):
    scene = portal.play("one_offer")
    worker = portal.sign_in("handlaggare.farsta")
    address = f"{CASES}/{scene['reference']}/flytta/accept/"
    request = worker.form(address, worker.get(address).hidden)

    answers = all_at_once([(worker, request)] * 200)

    assert Counter(answer.status for answer in answers) == {302: 200}
    counted = portal.sql(SEATS_BY_COUNTER, [scene["group"]])
    assert counted == portal.sql(SEATS_BY_CHILDREN, [scene["group"]]) == [(5, 1)]
    moves = "SELECT count(*) FROM audit_auditevent WHERE action = %s AND subject = %s"
    assert portal.sql(moves, ["referral.accept", scene["reference"]]) == [(1,)]
    letters = "SELECT count(*) FROM notifications_notice WHERE path = %s"
    assert portal.sql(letters, [f"{CASES}/{scene['reference']}/"]) == [(1,)]


def test_killed_workers_leave_each_report_built_once_and_each_letter_sent(portal):
    with portal.mail_unanswered():
        before = len(portal.mail)
        letters = portal.play("notices", 50)["keys"]
        # Both processes have handed a letter over, and wait to be told that it was taken.
        assert wait_until(lambda: len(portal.mail) == before + 2, PATIENCE)
        portal.kill_workers()
    twice = {message["Message-ID"] for message in portal.mail[before : before + 2]}

    reports = portal.play("reports", 20)["references"]
    built = "SELECT count(*) FROM reports_reportfile f JOIN reports_report r ON r.id = f.report_id"

    def some_but_not_all() -> bool:
        (done,) = portal.sql(f"{built} WHERE r.reference = ANY(%s)", [reports])[0]
        return 0 < done < len(reports)

    for _ in range(3):
        assert wait_until(some_but_not_all, PATIENCE)
        portal.kill_workers()

    def all_done() -> bool:
        states = "SELECT DISTINCT state FROM reports_report WHERE reference = ANY(%s)"
        waiting = "SELECT count(*) FROM notifications_notice WHERE sent_at IS NULL"
        return portal.sql(states, [reports]) == [("built",)] and portal.sql(waiting) == [(0,)]

    assert wait_until(all_done, PATIENCE)
    finished = "SELECT subject FROM audit_auditevent WHERE action = 'report.finish'"
    counted = Counter(row[0] for row in portal.sql(finished))
    assert {counted[reference] for reference in reports} == {1}
    assert portal.sql(f"{built} WHERE r.reference = ANY(%s)", [reports]) == [(20,)]
    received = Counter(message["Message-ID"] for message in portal.mail)
    assert {f"<{key}@barnstod>" for key in letters} <= received.keys()
    assert {received[message_id] for message_id in twice} == {2}


def test_nothing_is_lost_while_the_broker_is_away(portal):
    worker = portal.sign_in("handlaggare.farsta")
    form = request_form(worker)
    numbers = iter(range(9))
    answers = [send(worker, form, next(numbers)) for _ in range(2)]
    portal.stop_valkey()
    try:
        answers += [send(worker, form, next(numbers)) for _ in range(5)]
    finally:
        portal.start_valkey()
    answers += [send(worker, form, number) for number in numbers]

    assert [answer.status for answer in answers] == [302] * 9
    unsent = "SELECT count(*) FROM notifications_notice WHERE sent_at IS NULL"
    assert wait_until(lambda: portal.sql(unsent) == [(0,)], PATIENCE)
    assert arrived(portal, range(9)) == 9


def test_nothing_is_half_written_when_the_database_goes_away_while_many_send(portal):
    worker = portal.sign_in("handlaggare.farsta")
    form, numbers = request_form(worker), range(100, 160)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(in_parallel, lambda n: send(worker, form, n), numbers)
        assert wait_until(lambda: arrived(portal, numbers) > 20, PATIENCE)
        portal.stop_postgres()
        try:
            answers = sending.result()
        finally:
            portal.start_postgres()

    assert {answer.status for answer in answers} == {302, 503}
    refused = [answer for answer in answers if answer.status == 503]
    assert all(sent_again(worker, answer) for answer in refused)
    # Each is there once, with its names and its line in the audit.
    whole = """
        SELECT count(*), count(identity), count(audit) FROM referrals_referral AS child
        LEFT JOIN referrals_identity AS identity ON identity.referral_id = child.id
        LEFT JOIN audit_auditevent AS audit
            ON audit.subject = child.reference AND audit.action = 'referral.submit'
        WHERE submission_key::text = ANY(%s)
    """
    assert portal.sql(whole, [keys_of(numbers)]) == [(60, 60, 60)]


def test_what_was_typed_survives_a_database_that_is_away(portal):
    worker = portal.sign_in("handlaggare.farsta")
    form = request_form(worker)
    portal.stop_postgres()
    try:
        refused = send(worker, form, 77)
    finally:
        portal.start_postgres()

    assert refused.status == 503
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Försök igen" in refused.text
    assert refused.hidden["submission_key"] == str(key_of(77))
    assert arrived(portal, [77]) == 0

    # Försök igen, pressed twice by an impatient hand.
    assert sent_again(worker, refused)
    assert sent_again(worker, refused)
    assert arrived(portal, [77]) == 1


def key_of(number: int) -> UUID:
    """Return the form key of the request with this number: the browser's, not the server's."""
    return UUID(int=0xBA << 120 | number)


def keys_of(numbers) -> list[str]:
    return [str(key_of(number)) for number in numbers]


def arrived(portal, numbers) -> int:
    """Return how many children are there from the forms with these numbers."""
    rows = "SELECT count(*) FROM referrals_referral WHERE submission_key::text = ANY(%s)"
    return portal.sql(rows, [keys_of(numbers)])[0][0]


def request_form(worker) -> dict[str, object]:
    """Return the fields of a complete request, as Farsta's social worker fills the form in."""
    page = worker.get(NEW)
    assert page.status == 200
    return page.hidden | {
        "protection": "none",
        "first_name": "Prov",
        "last_name": "Provsson",
        "child_birth_year": "2017",
        "child_birth_month": "4",
        "child_district": "farsta",
        "needs": ["substance_use"],
        "contact_ways": ["ring"],
        "disclosure_ground": "consent_guardians",
        "feedback_level": "place_or_not",
    }


def send(worker, form, number):
    return worker.post(NEW, form | {"submission_key": str(key_of(number))})


def sent_again(worker, refused) -> bool:
    """Press the button of a page that carries what was typed, until the database is back."""
    return wait_until(lambda: worker.post(NEW, refused.hidden).status == 302, 30)


@pytest.fixture(autouse=True)
def servers_are_up(portal):
    """Begin each fault with everything well, whatever the last one did."""
    anybody = portal.visitor()
    assert wait_until(lambda: anybody.get("/healthz/").status == 200, PATIENCE)
