"""Faults and races, on the real thing: what is promised when many come at once or servers go."""

from collections import Counter

import pytest

from barnstod.local.processes import wait_until
from tests.live.people import all_at_once

PATIENCE = 90  # seconds
CASES = "/kontor/forfragningar"

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
    requests = [
        (coordinator, coordinator.form(f"{CASES}/{reference}/erbjud/", fields))
        for reference in scene["references"]
    ]

    answers = all_at_once(requests)

    counted = portal.sql(SEATS_BY_COUNTER, [scene["id"]])
    assert counted == portal.sql(SEATS_BY_CHILDREN, [scene["id"]]) == [(1, 7)]
    assert Counter(answer.status for answer in answers) == {302: 200}
    states = "SELECT state, count(*) FROM referrals_referral WHERE reference = ANY(%s) GROUP BY 1"
    assert dict(portal.sql(states, [scene["references"]])) == {"offered": 1, "waiting": 199}
    # Each of the 199 is told so in words when the page it was sent to is read.
    assert "Platsen hann bli upptagen" in coordinator.get(answers[0].headers["Location"]).text


def test_200_yeses_to_one_offer_are_one(portal):
    scene = portal.play("one_offer")
    worker = portal.sign_in("handlaggare.farsta")
    address = f"{CASES}/{scene['reference']}/flytta/accept/"
    request = worker.form(address, worker.get(address).hidden)

    answers = all_at_once([(worker, request)] * 200)

    assert Counter(answer.status for answer in answers) == {302: 200}
    assert portal.sql(SEATS_BY_COUNTER, [scene["group"]]) == [(0, 1)]
    moves = "SELECT count(*) FROM audit_auditevent WHERE action = %s AND subject = %s"
    assert portal.sql(moves, ["referral.accept", scene["reference"]]) == [(1,)]
    letters = "SELECT count(*) FROM notifications_notice WHERE path = %s"
    assert portal.sql(letters, [f"{CASES}/{scene['reference']}/"]) == [(1,)]


def test_killed_workers_leave_each_report_built_once_and_each_letter_sent(portal):
    reports = portal.play("reports", 20)["references"]
    letters = portal.play("notices", 50)["keys"]
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


def test_nothing_is_lost_while_the_broker_is_away(portal):
    worker = portal.sign_in("handlaggare.farsta")
    form = request_form(worker)
    portal.stop_valkey()
    try:
        answers = [send(worker, form, number) for number in range(5)]
    finally:
        portal.start_valkey()

    assert [answer.status for answer in answers] == [302] * 5
    unsent = "SELECT count(*) FROM notifications_notice WHERE sent_at IS NULL"
    assert wait_until(lambda: portal.sql(unsent) == [(0,)], PATIENCE)
    keys = [str(key_of(number)) for number in range(5)]
    arrived = "SELECT count(*) FROM referrals_referral WHERE submission_key::text = ANY(%s)"
    assert portal.sql(arrived, [keys]) == [(5,)]


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
    kept = refused.hidden
    assert kept["submission_key"] == str(key_of(77))
    counted = "SELECT count(*) FROM referrals_referral WHERE submission_key = %s"
    assert portal.sql(counted, [key_of(77)]) == [(0,)]

    # Försök igen, pressed twice by an impatient hand.
    def again() -> int:
        return worker.post(f"{CASES}/ny/", kept).status

    assert wait_until(lambda: again() == 302, 30)
    assert again() == 302
    assert portal.sql(counted, [key_of(77)]) == [(1,)]


def key_of(number: int):
    """Return the form key of the request with this number: the browser's, not the server's."""
    from uuid import UUID

    return UUID(int=0xBA << 120 | number)


def request_form(worker) -> dict[str, object]:
    """Return the fields of a complete request, as Farsta's social worker fills the form in."""
    page = worker.get(f"{CASES}/ny/")
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
    return worker.post(f"{CASES}/ny/", form | {"submission_key": str(key_of(number))})


@pytest.fixture(autouse=True)
def servers_are_up(portal):
    """Begin each fault with everything well, whatever the last one did."""
    anybody = portal.visitor()
    assert wait_until(lambda: anybody.get("/healthz/").status == 200, PATIENCE)
