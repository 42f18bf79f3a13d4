"""Moving a session in the calendar: by mouse, and by keyboard without any script.

Both lead to the same form and the same question; dragging alone decides nothing.
"""

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import expect

from groups.schedule import STOCKHOLM
from tests.live.browser import PHONE, walker

PERSON = "samordnare@barnstod.example"
DROPPED = re.compile(r"/flytta/(barnen/)?\?till=")  # another form where children come
SUNDAY = 6  # when no group meets, so that nobody is in the way
# Sessions after the coming month, of groups with many, so that other tests miss none.
FIND_SESSIONS = """
    SELECT slug, number, lower(during) FROM groups_session
    JOIN groups_supportgroup AS planned ON planned.id = group_id
    WHERE active AND state = 'planned' AND parallel_group_id IS NULL
        AND lower(during) > now() + interval '40 days' AND planned_sessions > number + 1
        AND NOT EXISTS (SELECT FROM groups_supportgroup WHERE parallel_group_id = planned.id)
    ORDER BY lower(during), groups_session.id LIMIT 2
"""


def begins(portal, slug: str, number: int) -> datetime:
    query = """SELECT lower(during) FROM groups_session
               JOIN groups_supportgroup AS one ON one.id = group_id
               WHERE slug = %s AND number = %s"""
    return portal.sql(query, [slug, number])[0][0].astimezone(STOCKHOLM)


def sunday_after(day: date) -> date:
    return day + timedelta(days=SUNDAY - day.weekday())


def test_session_is_dragged_asked_about_and_moved(portal, browser):
    slug, number, _moment = portal.sql(FIND_SESSIONS)[0]
    before = begins(portal, slug, number)
    goal = sunday_after(before.date())

    with walker(browser, portal.url) as person:
        person.sign_in(PERSON, portal.password)
        page = person.open(f"/kontor/kalender/?d={before:%Y-%m-%d}")
        session = page.locator(
            f'#grid td[data-date="{before:%Y-%m-%d}"] a.fc-event-draggable[href*="{slug}"]'
        )
        drag(page, session, page.locator(f'#grid td[data-date="{goal}"]'))
        page.wait_for_url(DROPPED)
        person.look()
        expect(page.get_by_role("heading", name="Det här händer")).to_be_visible()
        assert begins(portal, slug, number) == before
        person.press("Flytta träffen")
        expect(page.get_by_role("status")).to_contain_text("Träffen är flyttad.")

    assert begins(portal, slug, number) == before.replace(day=goal.day, month=goal.month)


def test_session_is_moved_by_keyboard_on_a_phone_without_a_script(portal, browser):
    slug, number, _moment = portal.sql(FIND_SESSIONS)[1]
    before = begins(portal, slug, number)
    goal = sunday_after(before.date())

    with walker(browser, portal.url, size=PHONE, javascript=False) as person:
        person.sign_in(PERSON, portal.password)
        page = person.open(f"/kontor/kalender/?vy=lista&d={before:%Y-%m-%d}")
        enter(page, page.locator(f'a.cal-move[href*="{slug}/traff/{number}/"]'))
        page.locator("[name=day]").fill(str(goal))
        enter(page, page.get_by_role("button", name="Visa vad som händer"))
        enter(page, page.get_by_role("button", name="Flytta träffen"))
        expect(page.get_by_role("status")).to_contain_text("Träffen är flyttad.")

    assert begins(portal, slug, number) == before.replace(day=goal.day, month=goal.month)


def drag(page, what, where) -> None:
    """Drag as a hand does: down, a little way, there, up."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 14, steps=5)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=10)
    page.mouse.up()


def enter(page, what) -> None:
    """Press a link or button with the keyboard alone."""
    what.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
