"""The offer of a term, from autumn to spring: planned, in each other's way, published, cancelled.

The coordinator and a group leader, each in a window of their own. Everything here meets on
Saturdays, when no group of the demonstration does. On every page axe finds nothing, nothing is
asked of another site and no rule of the CSP is broken.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from barnstod.local.processes import wait_until
from groups.choices import Weekday
from groups.terms import Term
from tests.groups.files import csv_file
from tests.live.browser import PHONE
from tests.live.planning import (
    enter,
    fill_in_plan,
    fits,
    leaders_of,
    meet_on,
    saturday_after,
    sessions_of,
    show_sessions,
    slug_of,
    write,
)

# Groups with a day, a room and leaders, each of an organisation of its own.
FIND_AUTUMN = """
    SELECT DISTINCT ON (organisation_id) slug, weekday, room_id::text,
        to_char(starts_at, 'HH24:MI'), to_char(ends_at, 'HH24:MI'), planned_sessions
    FROM groups_supportgroup AS autumn
    WHERE state IN ('running', 'planned') AND audience = 'children' AND precision = 'exact'
        AND first_on IS NOT NULL AND room_id IS NOT NULL AND parallel_group_id IS NULL
        AND EXISTS (SELECT FROM groups_supportgroup_leaders WHERE supportgroup_id = autumn.id)
        AND NOT EXISTS (SELECT FROM groups_supportgroup WHERE planned_from_id = autumn.id)
    ORDER BY organisation_id, id LIMIT 2
"""
FIND_SHORT = """
    SELECT slug FROM groups_supportgroup
    WHERE state = 'planned' AND audience = 'children' AND places_taken BETWEEN 1 AND minimum - 1
        AND first_on BETWEEN current_date AND current_date + 42
    ORDER BY first_on, id LIMIT 1
"""
FIND_VIOLENCE = """
    SELECT slug, weekday FROM groups_supportgroup WHERE state = 'planned' AND weekday IS NOT NULL
        AND 'family_violence' = ANY(needs) ORDER BY id LIMIT 1
"""
FIND_PLACED = """
    SELECT child.id FROM referrals_referral AS child
    JOIN groups_supportgroup AS one ON one.id = group_id
    WHERE slug = %s AND child.state IN ('accepted', 'started')
"""
STANDING = "SELECT state, must_have_new_place FROM referrals_referral WHERE id = ANY(%s)"


def test_spring_is_planned_from_autumn_and_what_is_in_the_way_is_moved(portal, people):
    first, second = portal.sql(FIND_AUTUMN)
    slug, weekday, room, *hours, number = first
    office = people("samordnare")
    page = office.open(f"/kontor/grupper/{slug}/")

    # The same weekday, room and leaders; a Saturday suits them better.
    office.follow("Planera nästa termin", exact=True)
    assert [page.locator(f"[name={name}]").input_value() for name in ("weekday", "room")] == [
        str(weekday),
        room,
    ]
    saturday = saturday_after(page.locator("[name=first_on]").input_value())
    meet_on(page, saturday, *hours)
    show_sessions(office, saturday)
    office.press("Spara utkastet")
    expect(page.get_by_role("status")).to_contain_text("Planen är sparad.")
    spring = slug_of(page)
    assert {(day.weekday(), at) for day, at in sessions_of(portal, spring)} == {
        (Weekday.SATURDAY, hours[0])
    }
    assert len(sessions_of(portal, spring)) == number
    assert leaders_of(portal, spring) == leaders_of(portal, slug)

    # Another group wants the same room at the same hour, and is told whose it is.
    office.open(f"/kontor/grupper/{second[0]}/nasta-termin/")
    meet_on(page, saturday, *hours)
    page.locator("[name=room]").select_option(room)
    page.get_by_role("button", name="Visa träffarna").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("är upptagen lördag")
    assert page.get_by_role("button", name="Spara utkastet").count() == 0
    office.look()

    # The link in the words leads to that group, which gives way in a window beside.
    with page.context.expect_page() as opened:
        refusal.get_by_role("link").first.click(modifiers=["Control"])
    beside = replace(office, page=opened.value)
    beside.page.wait_for_load_state()
    assert slug_of(beside.page) == spring
    beside.follow("Ändra planen")
    meet_on(beside.page, saturday, "19:00", "20:30")
    show_sessions(beside, saturday)
    beside.press("Spara ändringen")
    assert {at for _day, at in sessions_of(portal, spring)} == {"19:00"}

    # What was typed still stands in the first window, and nothing is in its way now.
    page.get_by_role("button", name="Visa träffarna").click()
    expect(page.get_by_role("button", name="Spara utkastet")).to_be_visible()
    office.press("Spara utkastet")
    expect(page.get_by_role("status")).to_contain_text("Planen är sparad.")
    assert {at for _day, at in sessions_of(portal, slug_of(page))} == {hours[0]}


def test_children_and_parents_are_published_together(portal, people):
    office = people("samordnare")
    page = office.open("/kontor/grupper/ny/")
    office.follow("Barngrupp enligt CAP")
    saturday = fill_in_plan(page, hours=("10:00", "11:30"))
    page.get_by_label("Med en föräldragrupp samma kväll").check()
    page.locator("[name=parents_leader_1]").select_option(index=3)
    show_sessions(office, saturday)
    office.press("Spara utkastet")
    children = slug_of(page)
    assert portal.visitor().get(f"/grupper/{children}/").status == 404

    expect(page.locator("#moves")).to_contain_text("Gruppen samma kväll följer med.")
    office.press("Publicera")

    expect(page.locator("h1 + p")).to_contain_text("planerad")
    office.follow("samma kväll")
    expect(page.locator("h1 + p")).to_contain_text("planerad")
    parents = slug_of(page)
    assert parents.startswith("foraldragrupp-")
    for slug in (children, parents):
        assert portal.visitor().get(f"/grupper/{slug}/").status == 200
        assert [day.weekday() for day, _at in sessions_of(portal, slug)] == [Weekday.SATURDAY] * 12


def test_group_with_too_few_is_cancelled_and_its_children_must_have_a_new_place(portal, people):
    slug = portal.sql(FIND_SHORT)[0][0]
    children = [pk for (pk,) in portal.sql(FIND_PLACED, [slug])]
    office = people("samordnare")
    page = office.page

    # What is to be done today leads to what could be done, and what each would mean.
    page.locator(f"main a[href*='{slug}/for-fa/']").first.click()
    page.wait_for_load_state()
    office.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("För få än så länge")
    assert page.get_by_text("skulle nå").count() >= 1
    office.follow("Gruppens sida")
    office.follow("Ställ in gruppen")
    office.press("Ställ in gruppen")
    expect(page.locator(".is-invalid")).to_have_count(1)
    page.locator("[name=reason]").fill("För få anmälda")
    office.press("Ställ in gruppen")

    expect(page.get_by_role("status")).to_contain_text("ny plats")
    assert set(portal.sql(STANDING, [children])) == {("waiting", True)}
    office.open("/kontor/forfragningar/")
    expect(page.locator("main")).to_contain_text("måste få en ny plats")
    assert portal.visitor().get(f"/grupper/{slug}/").status == 404


def test_file_of_groups_is_looked_at_saved_and_undone(portal, people):
    before = portal.sql("SELECT count(*) FROM groups_supportgroup")
    saturday = saturday_after(timezone.localdate() + timedelta(days=60))
    row = {
        "programme": "Barngrupp enligt CAP (demo)",
        "audience": "barn",
        "age_from": "7",
        "age_to": "9",
        "capacity": "8",
        "minimum": "4",
        "organisation": "demo-vandpunkten",
        "hosting_districts": "Farsta",
        "term": Term.on(saturday).code,
        "first_on": str(saturday),
        "starts_at": "14:00",
        "ends_at": "15:30",
        "planned_sessions": "8",
        "languages": "svenska",
    }
    wrong = {"weekday": "tirsdag"}
    file = csv_file(row, row | wrong, row | {"hosting_districts": "Järva", "age_to": "12"})
    office = people("samordnare")
    page = office.page
    office.follow("Grupper")
    office.follow("Importera grupper")

    page.locator("[name=file]").set_input_files(
        {"name": "varen.csv", "mimeType": "text/csv", "buffer": file}
    )
    office.press("Visa vad det blir")
    expect(page.locator("main")).to_contain_text("Rad 3, veckodag: ”tirsdag” är ingen veckodag.")
    assert portal.sql("SELECT count(*) FROM groups_supportgroup") == before
    office.press("Spara 2 grupper som utkast")
    expect(page.get_by_role("status")).to_contain_text("Grupperna är sparade som utkast.")
    assert page.get_by_role("link", name="Barngrupp i ").count() == 2

    office.press("Ångra importen")
    assert page.get_by_role("cell", name="borttagen").count() == 2
    assert portal.sql("SELECT count(*) FROM groups_supportgroup") == before


def test_one_field_is_opened_and_closed_without_javascript(portal, people):
    slug, weekday = portal.sql(FIND_VIOLENCE)[0]

    def public_reads_it() -> bool:
        return str(Weekday(weekday).label) in portal.visitor().get(f"/grupper/{slug}/").text.lower()

    office = people("samordnare", javascript=False)
    page = office.open(f"/kontor/grupper/{slug}/")
    assert not public_reads_it()

    office.follow("Öppna ett fält")
    page.get_by_label("veckodagen").check()
    office.press("Låt allmänheten läsa det")
    expect(page.locator(".is-invalid, .invalid-feedback").first).to_be_visible()
    page.get_by_label("Varför?").fill("Föräldrar frågar om det krockar med deras arbete.")
    office.press("Låt allmänheten läsa det")

    expect(page.get_by_role("status")).to_contain_text("Nu kan allmänheten läsa det.")
    expect(page.locator("main")).to_contain_text("Föräldrar frågar om det krockar")
    assert wait_until(public_reads_it, 2)
    office.press("Stäng fältet")
    expect(page.get_by_role("status")).to_contain_text("Fältet är stängt.")
    assert wait_until(lambda: not public_reads_it(), 2)


def test_leader_proposes_on_a_phone_and_the_office_answers_by_keyboard(portal, people):
    leader, office = people("gruppledare.vandpunkten", size=PHONE), people("samordnare")

    # Between two meetings: a programme, a day, who leads it.
    page = leader.open("/kontor/grupper/")
    leader.follow("Föreslå en grupp")
    leader.follow("Barngrupp enligt CAP")
    saturday = fill_in_plan(page, hours=("12:00", "13:30"), district="Hässelby-Vällingby")
    assert page.locator("[name=precision]").count() == 0
    show_sessions(leader, saturday)
    leader.press("Spara utkastet")
    leader.press("Lämna in förslaget")
    expect(page.locator("#moves")).to_contain_text("Förslaget är hos samordningen.")
    assert fits(page)
    address = page.url.removeprefix(portal.url)
    assert portal.visitor().get(address.replace("/kontor", "")).status == 404

    # The coordinator sends it back, and never touches the mouse.
    desk = office.open(address)
    enter(desk, desk.get_by_role("link", name="Skicka tillbaka med en kommentar"))
    office.look()
    write(desk, desk.get_by_label("Vad behöver ändras?"), "Kan ni börja en timme senare?")
    enter(desk, desk.get_by_role("button", name="Skicka tillbaka"))
    office.look()

    # The leader reads why, changes the hour and hands it in again.
    leader.open(address)
    expect(page.locator("main")).to_contain_text("Kan ni börja en timme senare?")
    leader.follow("Ändra planen")
    meet_on(page, saturday, "13:00", "14:30")
    show_sessions(leader, saturday)
    leader.press("Spara ändringen")
    leader.press("Lämna in förslaget")

    office.open(address)
    enter(desk, desk.get_by_role("button", name="Publicera"))
    office.look()
    expect(desk.locator("h1 + p")).to_contain_text("planerad")
    assert portal.visitor().get(address.replace("/kontor", "")).status == 200
    assert {at for _day, at in sessions_of(portal, slug_of(desk))} == {"13:00"}
