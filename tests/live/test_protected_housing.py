"""A mother in protected housing: her child gets a place, and nobody learns who or where they are.

She rings, and the social worker sends three words instead of a name. Whoever is not named on the
case meets nothing.
"""

import re

from django.utils import timezone

from tests.live.browser import PHONE, walker
from tests.live.test_story import FIND_GROUP


def test_a_child_in_protected_housing_gets_a_place(portal, browser, people):
    slug, _left = portal.sql(FIND_GROUP)[0]

    with walker(browser, portal.url, size=PHONE) as mother:
        mother.open("/plats/")
        assert "Ring oss i stället, och skriv inget här." in mother.page.inner_text("main")
        assert mother.context.cookies() == []

    farsta = people("handlaggare.farsta")
    farsta.open("/kontor/forfragningar/ny/pa-en-sida/")
    fill_in(farsta.page)
    farsta.page.get_by_label("Förnamn").fill("Kanarina")
    farsta.press("Skicka till samordningen")
    assert "Vi har tömt fältet." in farsta.page.inner_text("main")
    assert "Kanarina" not in farsta.page.content()
    farsta.press("Skicka till samordningen")
    case = farsta.page.url.removeprefix(portal.url)
    alias = farsta.page.get_by_role("heading", level=1).inner_text()
    assert "Skyddade personuppgifter" in farsta.page.inner_text("main")

    office = people("samordnare")
    office.open(case)
    office.press("Ställ på väntelistan")
    office.open(f"{case}erbjud/?grupp={slug}")
    office.press("Erbjud plats")
    farsta.open(case)
    farsta.press("Ja, barnet tar platsen")
    office.open(case)
    office.page.get_by_text("Skriv ner ett ja").click()
    office.page.get_by_label("skyddat boende").check()
    office.page.get_by_role("button", name="Skriv ner").click()
    office.open(case)
    kept = office.page.inner_text("main")
    assert "har fått plats" in kept
    assert "i skyddat boende (lag 2024:79)" in kept

    # The head knows that somebody reads the case, not whom it is about; others meet nothing.
    head = people("enhetschef")
    head.open("/kontor/lasare/")
    assert alias in head.page.inner_text("main")
    never = re.sub(r"[^/]{10}/$", "2222222222/", case)
    for name, status in (("handlaggare.jarva", 404), ("enhetschef", 403), ("namnd", 403)):
        person = portal.sign_in(name)
        answers = person.get(case), person.get(never)
        assert [answer.status for answer in answers] == [status, status], name
        assert alias not in "".join(answer.text for answer in answers)


def fill_in(page) -> None:
    page.get_by_label("skyddad folkbokföring").check()
    page.get_by_label("Vem på samordningen").select_option(index=1)
    page.get_by_label("Födelseår").fill(str(timezone.localdate().year - 8))
    page.get_by_label("Stadsdel där barnet bor").select_option(label="Farsta")
    page.get_by_label("skadligt bruk och beroende").check()
    page.get_by_label("bara genom").check()
    page.get_by_label("vårdnadshavarna har sagt ja").check()
