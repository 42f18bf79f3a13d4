"""What the hands of somebody who plans a group do, and what the plan has become."""

from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from groups.choices import Weekday
from groups.next_term import begins_on
from groups.schedule import STOCKHOLM
from groups.terms import Term
from tests.live.browser import Walker

MOST_STEPS = 150  # presses of the tab key: more than any page here has places to stop at


def saturday_after(day: date | str) -> date:
    """Return the first Saturday on or after the day."""
    day = date.fromisoformat(str(day))
    return day + timedelta(days=(Weekday.SATURDAY - day.weekday()) % 7)


def fill_in_plan(page: Page, *, hours: tuple[str, str], district: str = "Farsta") -> date:
    """Write a plan of twelve Saturdays for children next term, and return the first of them."""
    term = Term.from_code(page.locator("[name=term]").input_value())
    assert term, "the form proposes a term"
    page.get_by_label("skadligt bruk och beroende").check()
    page.locator("[name=age_from]").fill("7")
    page.locator("[name=age_to]").fill("9")
    page.locator("[name=organisation]").select_option("demo-vandpunkten")
    page.get_by_label(district, exact=True).check()
    page.locator("[name=leader_1]").select_option(index=1)
    page.locator("[name=leader_2]").select_option(index=2)
    page.get_by_label("svenska").check()
    saturday = saturday_after(begins_on(term))
    meet_on(page, saturday, *hours)
    return saturday


def meet_on(page: Page, day: date, begins: str, ends: str) -> None:
    page.locator("[name=first_on]").fill(str(day))
    page.locator("[name=weekday]").select_option(str(day.weekday()))
    page.locator("[name=starts_at]").fill(begins)
    page.locator("[name=ends_at]").fill(ends)


def show_sessions(person: Walker, first: date) -> None:
    """Ask what the plan becomes, and read it once it says the first day."""
    person.page.get_by_role("button", name="Visa träffarna").click()
    shown = person.page.locator("#look time").first
    expect(shown).to_have_attribute("datetime", str(first))
    expect(person.page.get_by_role("alert")).to_have_count(0)
    person.look()


def slug_of(page: Page) -> str:
    return page.url.rstrip("/").rpartition("/")[2]


def sessions_of(portal, slug: str) -> list[tuple[date, str]]:
    """Return local day and hour of each session that is to be."""
    query = """SELECT lower(during) FROM groups_session
               JOIN groups_supportgroup AS one ON one.id = group_id
               WHERE slug = %s AND active ORDER BY during"""
    begins = [moment.astimezone(STOCKHOLM) for (moment,) in portal.sql(query, [slug])]
    return [(moment.date(), f"{moment:%H:%M}") for moment in begins]


def leaders_of(portal, slug: str) -> list[int]:
    query = """SELECT leader_id FROM groups_supportgroup_leaders
               JOIN groups_supportgroup AS one ON one.id = supportgroup_id
               WHERE slug = %s ORDER BY leader_id"""
    return [leader for (leader,) in portal.sql(query, [slug])]


# --- by keyboard alone ----------------------------------------------------------------------------


def enter(page: Page, what: Locator) -> None:
    """Go to a link or button with the tab key, and press it."""
    _tab_to(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: Locator, words: str) -> None:
    _tab_to(page, field)
    page.keyboard.type(words)


def _tab_to(page: Page, what: Locator) -> None:
    for _step in range(MOST_STEPS):
        if what.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key never comes to {what}")


# --- on any screen --------------------------------------------------------------------------------


def fits(page: Page) -> bool:
    """Tell whether nothing has to be scrolled sideways but tables in their frames."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
