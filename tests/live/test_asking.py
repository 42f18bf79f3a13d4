"""A mother asks to be rung: with and without JavaScript, with the database away, and in danger."""

import re
from uuid import uuid4

import pytest

from barnstod.local.processes import wait_until
from tests.live.browser import PHONE, walker

PATIENCE = 60  # seconds; a form that is sent in less than three is sent again
ASK = "/plats/"
OF_KEY = "SELECT count(*) FROM referrals_referral WHERE submission_key = %s"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_mother_asks_to_be_rung_and_takes_it_back(portal, browser, javascript):
    with walker(browser, portal.url, size=PHONE, javascript=javascript) as mother:
        mother.open("/")
        mother.follow("Be oss ringa")
        fill_in(mother.page)
        words = sent(mother)
        assert mother.context.cookies() == []
        assert mother.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

        with walker(browser, portal.url) as office:
            office.sign_in("samordnare@barnstod.example", portal.password)
            office.open("/kontor/")
            assert "att ringa upp" in office.page.inner_text("main")
            found(office, words)
            closed = office.page.inner_text("main")
            assert "Säg vårt ord:" not in closed
            # One of them may also be a word of the page.
            assert not set(words) <= set(re.findall(r"\w+", closed.lower()))
            office.page.get_by_label("ringa familjen").check()
            office.press("Öppna namnen")
            assert "070-174 06 33" in office.page.inner_text("main")
            assert f"Säg vårt ord: {words[2]}" in office.page.inner_text("main")

        mother.press("Radera det jag skickade")
        assert "Det är raderat" in mother.page.inner_text("main")

    with walker(browser, portal.url) as office:
        office.sign_in("samordnare@barnstod.example", portal.password)
        office.open("/kontor/att-ringa/")
        office.page.get_by_label("Orden").fill(f"{words[0]} {words[1]}")
        office.press("Hitta förfrågan")
        assert "Ingen förfrågan har de orden." in office.page.inner_text("main")


def test_she_rings_says_two_words_and_the_office_erases(portal, browser):
    with walker(browser, portal.url, size=PHONE) as mother:
        mother.open(ASK)
        fill_in(mother.page)
        words = sent(mother)

    with walker(browser, portal.url) as office:
        office.sign_in("samordnare@barnstod.example", portal.password)
        found(office, words)
        office.follow("Radera, de vill det")
        office.press("Radera")
        assert "Det är raderat." in office.page.inner_text("main")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_danger_leads_to_those_who_answer_now_and_to_no_form(portal, browser, javascript):
    with walker(browser, portal.url, size=PHONE, javascript=javascript) as mother:
        mother.open(ASK)
        mother.follow("Ja, hjälp nu")

        main = mother.page.locator("main")
        assert main.get_by_role("link", name="112").first.get_attribute("href") == "tel:112"
        assert "socialjouren" in main.inner_text()
        assert "Kvinnofridslinjen" in main.inner_text()
        assert mother.page.locator("form").count() == 0
        assert mother.page.get_by_role("link", name="Lämna sidan", exact=True).is_visible()


def test_what_is_wrong_is_said_and_what_was_typed_stays(portal, browser):
    with walker(browser, portal.url, size=PHONE) as mother:
        mother.open(f"{ASK}?ring=1")
        mother.page.get_by_label("Är det något vi ska tänka på?").fill("Fråga efter Kim.")
        mother.press("Skicka")

        assert mother.page.locator(".is-invalid").count() > 3
        note = mother.page.get_by_label("Är det något vi ska tänka på?")
        assert note.input_value() == "Fråga efter Kim."


def test_the_office_writes_a_call_down_in_one_short_form(portal, browser):
    with walker(browser, portal.url) as office:
        office.sign_in("samordnare@barnstod.example", portal.password)
        office.open("/kontor/forfragningar/")
        office.follow("Någon ringer")
        office.page.get_by_label("Telefonnummer").fill("070-174 06 44")
        office.page.get_by_label("Hur gammalt är barnet?").fill("9")
        office.page.get_by_label("Var bor barnet?").fill("Tensta")
        office.press("Fortsätt med förfrågan nu")

        assert office.page.get_by_label("Telefon till familjen").input_value() == "070-174 06 44"
        district = office.page.locator("[name=child_district]")
        assert district.input_value() == "jarva"


def test_what_was_typed_survives_a_database_that_is_away(portal):
    visitor, key = portal.visitor(), str(uuid4())
    fields = {"sender_kind": "family", "phone": "070-174 06 55", "reach": "text", "key": key}
    form = visitor.get(ASK).hidden | fields
    portal.stop_postgres()
    try:
        still_read = visitor.get(ASK)
        # A form that is sent at once is refused before anybody asks the database.
        refused = []
        assert wait_until(lambda: _refused(visitor, form, refused), PATIENCE)
    finally:
        portal.start_postgres()

    assert still_read.status == 200
    [refused] = refused
    assert refused.headers["Cache-Control"] == "no-store"
    assert visitor.cookies == {}
    assert {name: refused.hidden[name] for name in fields} == fields
    assert wait_until(lambda: "Tre ord" in visitor.post(ASK, refused.hidden).text, PATIENCE)
    again = visitor.post(ASK, refused.hidden).text
    assert "Tre ord" in again
    assert portal.sql(OF_KEY, [key]) == [(1,)]


def fill_in(page) -> None:
    page.get_by_label("Telefonnummer").fill("070-174 06 33")
    page.get_by_label("Ring. Skriv aldrig.").check()
    page.get_by_label("10–12").check()
    page.get_by_label("Förälder").check()


def sent(mother) -> list[str]:
    """Send the form, as often as it takes, and return the words of the receipt."""
    assert wait_until(lambda: _has_receipt(mother.press("Skicka")), PATIENCE)
    return re.findall(r"\S+", mother.page.locator("ol.spoken").inner_text())


def _has_receipt(page) -> bool:
    return page.locator("ol.spoken").count() == 1


def _refused(visitor, form, refused: list) -> bool:
    answer = visitor.post(ASK, form)
    if answer.status == 503:
        refused.append(answer)
    return bool(refused)


def found(office, words) -> None:
    """Reach the request as the office does when somebody says two words."""
    office.open("/kontor/att-ringa/")
    office.page.get_by_label("Orden").fill(f"{words[1]} {words[0]}")
    office.press("Hitta förfrågan")
    assert "/kontor/att-ringa/" in office.page.url
