"""The story the portal exists for: one child gets a place, and the board gets its report.

Four people, each in a window of their own; the worker sends every letter and builds the PDF. On
every page axe finds nothing, nothing is asked of another site and no rule of the CSP is broken.
"""

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from barnstod.local.processes import wait_until
from tests.live.browser import PHONE, walker

PATIENCE = 60  # seconds
FIRST_NAME, LAST_NAME = "Kanarina", "Provhammar"
FIND_GROUP = """
    SELECT slug, capacity - places_held - places_taken FROM groups_supportgroup
    JOIN groups_programme AS programme ON programme.id = programme_id
    WHERE state = 'planned' AND audience = 'children' AND precision = 'exact'
        AND 'substance_use' = ANY(groups_supportgroup.needs)
        AND documentation_mode = 'identified' AND age_from <= 8 AND age_to >= 8
        AND places_held + places_taken < capacity - 1
    ORDER BY first_on, groups_supportgroup.id LIMIT 1
"""
LETTERS = """
    SELECT email FROM notifications_notice JOIN accounts_user ON accounts_user.id = recipient_id
    WHERE path LIKE %s ORDER BY notifications_notice.id
"""


def test_a_child_of_farsta_gets_a_place(portal, browser, people):
    slug, left = portal.sql(FIND_GROUP)[0]

    with walker(browser, portal.url, size=PHONE) as parent:
        assert left_on(parent, slug) == left

        # The social worker of Farsta sends a request between two meetings.
        farsta = people("handlaggare.farsta")
        farsta.follow("Förfrågningar")
        farsta.follow("Ny förfrågan")
        farsta.follow("Allt på en sida")
        fill_in_request(farsta.page)
        farsta.press("Skicka till samordningen")
        address = farsta.page.url.removeprefix(portal.url)
        alias = farsta.page.get_by_role("heading", level=1).inner_text()
        assert f"Kvittot är {alias}" in farsta.page.inner_text("main")

        # The coordinator reads it, and offers a place to the child on the waiting list.
        office = people("samordnare")
        office.open(address)
        assert FIRST_NAME not in office.page.content()
        office.press("Ställ på väntelistan")
        office.open(f"/kontor/vantelista/?grupp={slug}")
        row = office.page.get_by_role("row", name=alias)
        row.get_by_role("link", name="Erbjud plats").click()
        office.look()
        office.press("Erbjud plats")
        assert "Platsen är erbjuden och hålls." in office.page.inner_text("main")

        # A seat that is held counts as gone, on every page and process, within a second.
        assert wait_until(lambda: left_on(parent, slug) == left - 1, 2)

        # The social worker says yes.
        farsta.open(address)
        farsta.press("Ja, barnet tar platsen")
        assert "har fått plats" in farsta.page.inner_text("main")
        assert left_on(parent, slug) == left - 1

    # Nobody else can see any of it, and cannot tell it from a request that never was.
    never = re.sub(r"[^/]{10}/$", "2222222222/", address)
    for name, there, gone in (
        ("handlaggare.jarva", 404, 404),
        ("namnd", 403, 403),
        ("admin", 403, 403),
        ("enhetschef", 403, 403),
    ):
        person = portal.sign_in(name)
        answers = person.get(address), person.get(never)
        assert [answer.status for answer in answers] == [there, gone], name
        assert alias not in "".join(answer.text for answer in answers)
        assert alias not in person.get("/kontor/").text

    # Every step is in the audit, and every letter about it has been sent and tells nothing.
    reference = address.rstrip("/").rpartition("/")[2]
    audited = "SELECT action FROM audit_auditevent WHERE subject = %s AND action LIKE 'referral.%%'"
    steps = [action for (action,) in portal.sql(f"{audited} ORDER BY at", [reference])]
    assert steps == ["referral.submit", "referral.wait", "referral.offer", "referral.accept"]
    owed = [email for (email,) in portal.sql(LETTERS, [f"%{reference}%"])]
    assert owed.count("handlaggare.farsta@barnstod.example") == 2
    assert owed.count("samordnare@barnstod.example") == 2
    about = f"{portal.url}{address}"
    assert wait_until(
        lambda: len([m for m in portal.mail if about in m.get_content()]) >= len(owed), PATIENCE
    )
    for letter in portal.mail:
        text = f"{letter['Subject']} {letter.get_content()}"
        assert not re.search(r"missbruk|alkohol|psykisk|våld", text, re.I)
        words = re.sub(r"http\S+", "", text)  # a leader's link names the group, by its neutral slug
        assert not re.search(r"barngrupp|plats i", words, re.I)
        assert alias not in text
        assert FIRST_NAME not in text


def test_the_coordinator_sees_the_month(people):
    office = people("samordnare")

    office.follow("Kalender")

    assert office.page.title().startswith("Kalender")
    assert office.page.get_by_role("link", name=re.compile("grupp i ")).count() > 10


def test_the_board_reads_the_report_of_2007(portal, people, tmp_path):
    office, head, board = people("samordnare"), people("enhetschef"), people("namnd")
    office.follow("Rapporter")
    office.follow("Central samordningsfunktion för gruppstöd", exact=True)
    address = office.page.url.removeprefix(portal.url)
    write_at_the_end(office, "Sammanfattning", "Texten är omläst.")

    office.press("Beställ rapporten")
    office.page.get_by_role("link", name="Hämta som PDF").wait_for(timeout=PATIENCE * 1000)
    office.look()
    text = text_of(downloaded(office, "Hämta som PDF"))
    assert "TJÄNSTEUTLÅTANDE" in text
    assert "Texten är omläst." in text
    assert "119-0019/2007" in text
    for stated in ("7 av 18", "13 av 18", "725", "2006-06-13", "2006-07-07", "2006-09-18"):
        assert stated in text, stated

    assert board_reads(board, address) == 404
    head.open(address)
    head.press("Godkänn")
    assert "godkänd" in head.page.inner_text("#status")
    assert board_reads(board, address) == 404

    office.open(address)
    with zipfile.ZipFile(downloaded(office, "Arkivkopia (zip)")) as copy:
        assert [name.partition("-")[0] for name in copy.namelist()] == [
            "rapport", "uppgifter", "metadata",
        ]  # fmt: skip
    meeting = timezone.localdate() + timedelta(days=14)
    office.page.locator("[name$=agenda_on]").fill(meeting.isoformat())
    office.press("Sätt upp på dagordningen")

    assert board_reads(board, address) == 200
    board.open("/kontor/")
    board.follow("Nämnden")
    board.follow("Läs rapporten")
    assert "Förslag till beslut" in board.page.inner_text("main")

    # What was wrong in it is put right in a new version, which says what has changed.
    office.open(address)
    office.press("Rätta rapporten")
    office.page.get_by_label("Vad som har ändrats").fill("En mening är rättad.")
    office.press("Spara")
    write_at_the_end(office, "Sammanfattning", "Den här meningen är ny.")
    office.follow("Se skillnaden")
    assert "Den här meningen är ny." in office.page.locator("ins").inner_text()
    assert board_reads(board, office.page.url.removeprefix(portal.url)) == 403


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 640}], ids=["375", "320"])
def test_everything_works_without_javascript(portal, browser, size):
    with walker(browser, portal.url, size=size, javascript=False) as parent:
        parent.open("/")
        parent.page.get_by_label("Var bor ni?").fill("Tensta")
        parent.page.get_by_label("Ålder").fill("9")
        parent.press("Visa grupper")
        assert "Järva" in parent.page.inner_text("main")
        assert parent.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        parent.page.locator(".groups a").first.click()
        assert parent.page.get_by_role("link", name="Lämna sidan", exact=True).is_visible()
        assert parent.context.cookies() == []

    with walker(browser, portal.url, size=size, javascript=False) as farsta:
        farsta.sign_in("handlaggare.farsta@barnstod.example", portal.password)
        farsta.open("/kontor/forfragningar/ny/pa-en-sida/")
        farsta.press("Skicka till samordningen")
        assert farsta.page.locator(".is-invalid").count() > 3
        fill_in_request(farsta.page)
        farsta.press("Skicka till samordningen")
        assert "Kvittot är" in farsta.page.inner_text("main")


def left_on(parent, slug: str) -> int:
    """Return how many places the group's public page says are left."""
    parent.open(f"/grupper/{slug}/")
    return int(re.search(r"(\d+) plats(?:er)? kvar av", parent.page.inner_text("main")).group(1))


def fill_in_request(page) -> None:
    page.get_by_label("Förnamn").fill(FIRST_NAME)
    page.get_by_label("Efternamn").fill(LAST_NAME)
    page.get_by_label("Födelseår").fill(str(timezone.localdate().year - 8))
    page.get_by_label("Stadsdel där barnet bor").select_option(label="Farsta")
    page.get_by_label("skadligt bruk och beroende").check()
    page.get_by_label("ringa").first.check()
    page.get_by_label("vårdnadshavarna har sagt ja").check()


def write_at_the_end(office, heading: str, words: str) -> None:
    """Add a sentence to a text of the report whose page is open."""
    office.follow("Ändra texterna")
    text = office.page.get_by_label(heading, exact=True)
    text.fill(f"{text.input_value()}\n\n{words}")
    office.press("Spara")


def downloaded(person, link: str) -> Path:
    with person.page.expect_download() as started:
        person.page.get_by_role("link", name=link).first.click()
    return started.value.path()


def board_reads(board, address: str) -> int:
    return board.page.goto(board.url + address).status


def text_of(pdf: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(pdf).pages)
