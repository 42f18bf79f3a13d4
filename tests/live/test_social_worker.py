"""A social worker between two meetings: begins, is interrupted, goes on, completes, says yes.

With and without JavaScript, on a phone and at a desk; axe reads every page on the way.
"""

import pytest
from django.utils import timezone

from tests.live.browser import DESKTOP, PHONE, Walker, walker
from tests.live.test_story import FIND_GROUP

LAST_NAME = "Provhammarsson"
KEPT = "SELECT count(*) FROM referrals_referral WHERE state = 'draft' AND reference = %s"


@pytest.mark.parametrize(
    ("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["phone", "no scripts"]
)
def test_a_request_between_two_meetings(portal, browser, size, javascript):
    slug, _left = portal.sql(FIND_GROUP)[0]

    with walker(browser, portal.url, size=size, javascript=javascript) as farsta:
        farsta.sign_in("handlaggare.farsta@barnstod.example", portal.password)
        farsta.open("/kontor/forfragningar/ny/")
        fill_in_child(farsta)
        farsta.press("Spara och gå vidare")
        reference = farsta.page.url.split("/")[-4]

        # Somebody knocks at the door.
        farsta.page.get_by_label("skadligt bruk och beroende").check()
        farsta.page.get_by_role("button", name="Spara och fortsätt senare").click()
        assert portal.sql(KEPT, [reference]) == [(1,)]
        case = f"/kontor/forfragningar/{reference}/"

        # After the meeting: the draft is found, and says what is missing.
        farsta.open(f"{case}")
        farsta.follow("Komplettera")
        assert "Det här fattas" in farsta.page.inner_text("main")
        farsta.open(f"{case}steg/gruppen/")
        farsta.press("Spara och gå vidare")
        farsta.page.get_by_label("ringa").first.check()
        farsta.press("Spara och gå vidare")
        farsta.page.get_by_label("vårdnadshavarna har sagt ja").check()
        farsta.press("Spara och gå vidare")
        assert LAST_NAME in farsta.page.inner_text("main")
        assert fits(farsta, size)
        farsta.press("Skicka till samordningen")
        assert "Kvittot är" in farsta.page.inner_text("main")

        with walker(browser, portal.url) as office:
            office.sign_in("samordnare@barnstod.example", portal.password)
            office.open(f"{case}flytta/return/")
            office.page.get_by_label("hur vi når familjen på ett tryggt sätt").check()
            office.page.locator("form .form-actions button").first.click()

            farsta.open(case)
            farsta.open(f"{case}steg/kontakt/")
            farsta.page.locator("[name=phone]").fill("070-174 06 44")
            farsta.press("Spara och gå vidare")
            farsta.open(f"{case}granska/")
            farsta.press("Skicka till samordningen")

            office.open(case)
            office.press("Ställ på väntelistan")
            office.open(f"{case}erbjud/?grupp={slug}")
            office.press("Erbjud plats")
            assert "Platsen är erbjuden och hålls." in office.page.inner_text("main")

        farsta.open(case)
        farsta.press("Ja, barnet tar platsen")
        farsta.follow("Text till akten")
        text = farsta.page.locator("textarea").input_value()
        assert LAST_NAME in text
        assert "vårdnadshavarna har sagt ja" in text
        assert fits(farsta, size)


def fill_in_child(person: Walker) -> None:
    person.page.get_by_label("Förnamn").fill("Kanarina")
    person.page.get_by_label("Efternamn").fill(LAST_NAME)
    person.page.get_by_label("Födelseår").fill(str(timezone.localdate().year - 8))
    person.page.get_by_label("Stadsdel där barnet bor").select_option(label="Farsta")


def fits(person: Walker, size) -> bool:
    return person.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
