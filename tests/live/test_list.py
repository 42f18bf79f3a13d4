"""The list and what is asked first, as a parent meets them on a phone: in place, light, fast."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.live.browser import DESKTOP, PHONE, walker

MOST_BYTES, MOST_REQUESTS = 150_000, 8  # of a page without pictures
WITHIN = 1.0  # seconds; a change shows on every process
ASKED_AT_ONCE = 40  # connections, so that each process has some


@pytest.mark.parametrize("path", ["/", "/en/", "/?a=9&o=jarva", "/fraga/?a=9&o=jarva", "{group}"])
def test_page_is_light(portal, browser, path):
    slug = portal.sql("SELECT slug FROM groups_supportgroup WHERE state = 'planned' LIMIT 1")[0][0]
    with walker(browser, portal.url, size=PHONE) as parent:
        answers = []
        parent.page.on("requestfinished", lambda request: answers.append(request.sizes()))

        parent.page.goto(portal.url + path.format(group=f"/grupper/{slug}/"))
        parent.page.wait_for_load_state("networkidle")

        octets = sum(one["responseHeadersSize"] + one["responseBodySize"] for one in answers)
        assert len(answers) <= MOST_REQUESTS
        assert octets <= MOST_BYTES
        parent.look()  # afterwards, for axe asks for the style sheet once more


def test_choice_changes_the_list_in_place_and_leaves_one_line_in_the_history(portal, browser):
    with walker(browser, portal.url, size=DESKTOP) as parent:
        page = parent.open("/")
        page.evaluate("window.here = true; window.told = []")
        page.evaluate("""new MutationObserver(() => told.push(antal.innerText.trim())).observe(
            document.getElementById("antal"), {childList: true})""")
        before = page.evaluate("history.length")

        choice = page.get_by_label("Hur är det hemma?")
        choice.focus()
        choice.select_option("En vuxen hemma mår psykiskt dåligt")
        expect(page).to_have_url(f"{portal.url}/?b=2")
        expect(page.locator("#svar")).not_to_contain_text("slår, hotar")
        parent.look()

        number = page.locator("#antal").inner_text()
        assert page.evaluate("[here, history.length, told.at(-1)]") == [True, before, number]
        assert number.split()[0] == str(page.locator("#svar article").count())
        expect(choice).to_be_focused()


def test_button_leads_to_the_answer(portal, browser):
    with walker(browser, portal.url, size=PHONE) as parent:
        page = parent.open("/")
        page.get_by_label("Var bor ni?").fill("Tensta")
        page.get_by_label("Ålder").fill("9")
        page.get_by_role("button", name="Visa grupper").click()

        expect(page).to_have_url(f"{portal.url}/?a=9&o=jarva")
        expect(page.locator("#antal")).to_be_focused()
        expect(page.locator("#antal")).to_be_in_viewport()
        expect(page.locator("#antal")).to_contain_text("nära Järva, 9 år")
        expect(page.locator("#svar")).to_contain_text("Tensta")
        parent.look()


def test_list_and_ask_first_work_without_javascript(portal, browser):
    with walker(browser, portal.url, size=PHONE, javascript=False) as parent:
        page = parent.open("/")
        page.get_by_label("Var bor ni?").fill("Tensta")
        page.get_by_label("Ålder").fill("9")
        parent.press("Visa grupper")
        assert urlsplit(page.url).query == "a=9&o=jarva"

        parent.follow("Fråga först")
        page.get_by_label("Ålder").fill("9")
        page.get_by_label("Var bor ni?").fill("Tensta")
        parent.press("Visa svaret")
        assert page.url == f"{portal.url}/fraga/?a=9&o=jarva#svar"
        expect(page.get_by_text("Vanlig väntan")).to_be_visible()


def test_browser_tells_that_a_question_was_sent_from_our_own_page(portal, browser):
    """What is counted depends on it: the page sends no referrer, so the origin is null."""
    with walker(browser, portal.url, size=PHONE) as parent:
        page = parent.open("/fraga/")
        page.get_by_label("Ålder").fill("4")
        with page.expect_request(lambda request: request.method == "POST") as asked:
            parent.press("Visa svaret")

        assert asked.value.all_headers()["sec-fetch-site"] == "same-origin"
        assert urlsplit(page.url).query == "a=4"


def test_change_shows_on_every_process_within_a_second(portal):
    slug, capacity = portal.sql("""SELECT slug, capacity FROM groups_supportgroup
        WHERE state = 'planned' AND precision = 'exact' AND first_on IS NOT NULL
            AND capacity > places_held + places_taken + 3 LIMIT 1""")[0]
    path = f"/en/grupper/{slug}/"
    with ThreadPoolExecutor(8) as visitors:

        def pages() -> list[str]:
            return list(
                visitors.map(lambda _: portal.visitor().get(path).text, range(ASKED_AT_ONCE))
            )

        assert all(f"of {capacity}" in page for page in pages())

        portal.sql("UPDATE groups_supportgroup SET capacity = capacity + 1 WHERE slug = %s", [slug])
        changed_at = time.monotonic()
        while time.monotonic() < changed_at + WITHIN:
            pages()  # what was kept until now is asked for all the while
        assert all(f"of {capacity + 1}" in page for page in pages())

        portal.sql("UPDATE groups_supportgroup SET capacity = capacity - 1 WHERE slug = %s", [slug])
