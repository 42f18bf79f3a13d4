"""The coordinator's Monday morning: what has come in since Friday is answered, line by line."""

from tests.live.test_story import FIND_GROUP, fill_in_request


def test_the_coordinator_begins_the_week(portal, browser, people):
    slug, _left = portal.sql(FIND_GROUP)[0]
    farsta = people("handlaggare.farsta")
    farsta.open("/kontor/forfragningar/ny/pa-en-sida/")
    fill_in_request(farsta.page)
    farsta.press("Skicka till samordningen")
    alias = farsta.page.get_by_role("heading", level=1).inner_text()

    # What waits stands on one page, what is most urgent first.
    office = people("samordnare")
    office.open("/kontor/")
    office.follow("nya förfrågningar")
    # The oldest stand first, and there may be many: somebody rings and asks about this one.
    office.page.get_by_label("Namn, personnummer eller referens").fill(alias)
    office.press("Sök")
    office.follow(alias)
    office.press("Ställ på väntelistan")

    # The telephone rings before she has found a group: one short form.
    office.open("/kontor/")
    office.follow("att ringa upp")
    office.follow("Någon ringer")

    # The group says who waits for it, and why somebody else does not fit.
    office.open(f"/kontor/grupper/{slug}/")
    office.open(f"/kontor/vantelista/?grupp={slug}")
    row = office.page.get_by_role("row", name=alias)
    row.get_by_role("link", name="Erbjud plats").click()
    office.look()
    office.press("Erbjud plats")
    assert "Platsen är erbjuden och hålls." in office.page.inner_text("main")

    # The request has left her page and waits on the sender's.
    office.open("/kontor/")
    assert f"{alias}: " not in office.page.inner_text("main")
    farsta.open("/kontor/")
    assert alias in farsta.page.inner_text("main")
