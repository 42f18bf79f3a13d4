"""What a family meets in a browser: a quick way out, and pages that everybody can use."""

import re

import pytest
from playwright.sync_api import expect

from tests.live.browser import OF_A_LOOK, PHONE, walker

NARROW = {"width": 320, "height": 640}
TWICE = {"width": 640, "height": 400}  # what 1280 px have to give when all is twice as large
LIGHT, DARK, FORCED = (
    {"color_scheme": scheme, "forced_colors": forced}
    for scheme, forced in (("light", "none"), ("dark", "none"), ("light", "active"))
)
LOOKS = ((NARROW, LIGHT), (TWICE, LIGHT), (PHONE, DARK), (PHONE, FORCED))
# Written to the console at the moment when nothing of the page is left, and what its tab says.
TELL_WHEN_EMPTY = """
new MutationObserver(() => {
    if (!document.body?.textContent.trim()) console.info(`empty ${document.title}`);
}).observe(document, {childList: true, subtree: true});
"""
ADDRESS = re.compile(r"<loc>([^<]+)</loc>")


@pytest.fixture
def parent(browser, portal):
    """A parent on a phone who has looked for a group and reads about it now."""
    with walker(browser, portal.url, size=PHONE, elsewhere=portal.neutral.url) as window:
        page = window.open("/")
        page.get_by_label("Var bor ni?").fill("Tensta")
        page.get_by_label("Ålder").fill("9")
        window.press("Visa grupper")
        page.locator(".groups a").first.click()
        page.wait_for_url("**/grupper/*/")
        window.look()
        yield window


def history(page) -> list[str]:
    """Return the addresses that Back and Forward lead to, the one in sight among them."""
    debugger = page.context.new_cdp_session(page)
    return [entry["url"] for entry in debugger.send("Page.getNavigationHistory")["entries"]]


def is_gone(portal, page) -> bool:
    """Tell whether the neutral site is all there is, however far one goes back."""
    page.wait_for_url(portal.neutral.url)
    ours = {portal.url + "/lamna/"}  # which leads to the neutral site, whoever comes back to it
    left = {url for url in history(page) if url.startswith(portal.url)}
    page.go_back()
    page.wait_for_load_state()
    return left <= ours and page.url in (portal.neutral.url, "about:blank")


def test_button_leaves_and_back_shows_nothing(portal, parent):
    button = parent.page.get_by_role("link", name="Lämna sidan", exact=True)
    assert button.bounding_box()["y"] < PHONE["height"]

    button.click()

    assert is_gone(portal, parent.page)
    assert "Referer" not in portal.neutral.asked[-1]


def test_shift_three_times_leaves_and_says_how_many_are_left(portal, parent):
    keyboard, status = parent.page.keyboard, parent.page.locator("#leave-progress")

    keyboard.press("Shift")
    expect(status).to_have_text("Tryck på skift två gånger till för att lämna sidan.")
    keyboard.press("Shift")
    expect(status).to_have_text("Tryck på skift en gång till för att lämna sidan.")
    parent.look()
    keyboard.press("Shift")

    assert is_gone(portal, parent.page)


def test_shift_with_another_key_or_too_slow_does_not_leave(portal, browser):
    with walker(browser, portal.url) as person:
        person.page.clock.install()
        page = person.open("/om/")
        status = page.locator("#leave-progress")
        for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+Tab", "Control+Shift"):
            page.keyboard.press(key)
        expect(status).to_be_empty()
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.clock.fast_forward(4_900)
        expect(status).not_to_be_empty()
        page.clock.fast_forward(200)
        expect(status).to_be_empty()
        page.keyboard.press("Shift")
        page.keyboard.press("a")
        expect(status).to_be_empty()
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        assert page.url == portal.url + "/om/"


def test_page_is_empty_at_once_however_slow_the_neutral_site_is(portal, parent):
    page = parent.page
    page.evaluate(TELL_WHEN_EMPTY)
    with (
        portal.neutral.slow(),
        page.expect_request(portal.neutral.url),
        page.expect_console_message(lambda line: line.text == "empty \u00a0"),
    ):
        page.locator("#leave").click(no_wait_after=True)

    assert is_gone(portal, page)


def test_link_leads_away_without_javascript(portal, browser):
    with walker(
        browser, portal.url, size=PHONE, javascript=False, elsewhere=portal.neutral.url
    ) as person:
        page = person.open("/barn/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(portal.neutral.url)
        expect(page.get_by_role("heading", name="Sol")).to_be_visible()


def test_leaving_forgets_storage_and_signs_nobody_out(portal, browser):
    with walker(browser, portal.url, elsewhere=portal.neutral.url) as person:
        person.sign_in("samordnare@barnstod.example", portal.password)
        page = person.open("/om/")
        page.evaluate("localStorage.setItem('kept', 'yes')")
        page.locator("#leave").click()
        page.wait_for_url(portal.neutral.url)
        page = person.open("/om/")
        assert page.evaluate("localStorage.getItem('kept')") is None
        person.open("/kontor/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Att göra")


def test_a_child_reads_about_the_groups_and_leaves(portal, browser):
    with walker(browser, portal.url, size=PHONE, elsewhere=portal.neutral.url) as child:
        child.open("/")
        page = child.follow("För barn")
        expect(page.get_by_role("heading", name="Det är inte ditt fel")).to_be_visible()
        main = page.locator("main")
        assert main.get_by_role("link", name="116 111").get_attribute("href") == "tel:116111"
        assert main.get_by_role("link", name="112").get_attribute("href") == "tel:112"
        child.follow("Läs mer om knappen.")
        expect(page.get_by_role("heading", name="Det här kan den inte göra")).to_be_visible()
        assert child.context.cookies() == []
        page.locator("#leave").click()
        assert is_gone(portal, page)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_programs_find_nothing_wrong_on_any_page(portal, browser, language):
    """All rules in the first look; in the others, which differ for both languages alike, those
    that a look can break. HTML_CodeSniffer reads the colours of light and of dark."""
    # Without movement: a colour on its way from one look to the next is nobody's colour.
    with walker(browser, portal.url, size=NARROW, reduced_motion="reduce") as person:
        for path in every_page(portal, language):
            page = person.open(path)  # which looks, by all rules
            person.sniff()
            for size, media in LOOKS:
                page.set_viewport_size(size)
                page.emulate_media(**media)
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width <= size["width"], (path, size)
                if language == "sv" and size != NARROW:
                    person.look(OF_A_LOOK)
                    if media == DARK:
                        person.sniff()


def every_page(portal, language: str) -> list[str]:
    """Return the public addresses in this language, of the groups one of each precision."""
    addresses = ADDRESS.findall(portal.visitor().get("/sitemap.xml").text)
    paths = [address.removeprefix(portal.url) for address in addresses]
    query = """SELECT DISTINCT ON (precision) slug FROM groups_supportgroup
               WHERE state IN ('planned', 'running') ORDER BY precision, id"""
    shown = {slug for (slug,) in portal.sql(query)}
    pages = [
        path
        for path in paths
        if path.startswith("/en/") == (language == "en")
        and ("/grupper/" not in path or path.split("/")[-2] in shown)
    ]
    assert len(pages) == len(shown) + 11
    return pages
