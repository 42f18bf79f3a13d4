"""The system's Chromium in front of the running portal, watching what it does on the way.

Every page that is opened is checked: axe finds nothing, no CSP violation was reported, nothing
was asked of another site. CSP is never bypassed; axe is handed to the page by the debugger.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from barnstod.local.places import ROOT

AXE = cache((ROOT / "node_modules/axe-core/axe.min.js").read_text)
SNIFFER = cache((ROOT / "node_modules/html_codesniffer/build/HTMLCS.js").read_text)
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 60_000  # milliseconds, on a machine with much else to do
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 740}
NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
    console.error("CSP: " + event.violatedDirective + " " + event.blockedURI))
"""
# What axe finds in one look of a page and not in another: colours, sizes and what has to scroll.
OF_A_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
RUN_AXE = """async only => {
    const result = await axe.run(document, {resultTypes: ["violations"],
        ...(only ? {runOnly: {type: "rule", values: only}} : {})});
    return result.violations.map(found =>
        found.id + ": " + found.nodes.map(node => node.target.join(" ")).join(", "));
}"""

RUN_SNIFFER = """() => new Promise((resolve, reject) => HTMLCS.process("WCAG2AA", document, () =>
    resolve(HTMLCS.getMessages().filter(found => found.type === HTMLCS.ERROR).map(found =>
        found.code + ": " + found.element.outerHTML.slice(0, 100))), reject))"""


# Keys of forms and sessions differ in two pages that look alike.
OF_ITS_OWN = re.compile(r'(value|content|nonce)="[\w:.-]{20,}"|X-CSRFToken[^}]*')
LOOK_OF_NOW = """only => [document.documentElement.outerHTML, innerWidth, innerHeight, only,
    ...["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]
        .map(media => matchMedia(media).matches)]"""

_looked_at: set[int] = set()  # of this test run: the same page needs axe once
_sessions: dict[tuple[str, str], list] = {}  # the cookies of who has signed in by the form


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Walker:
    """One person's browser window."""

    url: str
    context: BrowserContext
    page: Page
    javascript: bool
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        self.look()
        return self.page

    def follow(self, name: str, *, role: str = "link", exact: bool = False) -> Page:
        """Press the link or button with this name, and look at the page it leads to."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def press(self, name: str) -> Page:
        return self.follow(name, role="button")

    def look(self, only: list[str] | None = None) -> None:
        """Let axe read the page as it is now, by all rules or ``only`` these.

        Without JavaScript nobody can ask axe. What it has read is not read again.
        """
        if self.javascript and self.page.url.startswith(self.url):
            document, *look = self.page.evaluate(LOOK_OF_NOW, only)
            now = hash((OF_ITS_OWN.sub("", document), str(look)))
            if now in _looked_at:
                return
            if not self.page.evaluate("'axe' in window"):
                self.page.evaluate(AXE())
            found = self.page.evaluate(RUN_AXE, only)
            self.faults += [f"{urlsplit(self.page.url).path}: axe {fault}" for fault in found]
            if not found:
                _looked_at.add(now)

    def sniff(self) -> None:
        """Let HTML_CodeSniffer, which sees other faults than axe, read the page as it is now."""
        if not self.page.evaluate("'HTMLCS' in window"):
            self.page.evaluate(SNIFFER())
        found = self.page.evaluate(RUN_SNIFFER)
        self.faults += [f"{urlsplit(self.page.url).path}: {fault}" for fault in found]

    def sign_in(self, email: str, password: str) -> "Walker":
        """Sign in by the form; somebody who has done so before comes with that session."""
        if cookies := _sessions.get((self.url, email)):
            self.context.add_cookies(cookies)
            self.open("/kontor/")
            if urlsplit(self.page.url).path == "/kontor/":
                return self
        self.open("/konto/login/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.press("Logga in")
        _sessions[self.url, email] = self.context.cookies()
        return self

    def close(self) -> None:
        """Close the window; raises if anything was wrong on any page of the way."""
        self.context.close()
        assert self.faults == [], "\n".join(self.faults)


@contextmanager
def walker(
    browser: Browser,
    url: str,
    *,
    size: dict[str, int] = DESKTOP,
    javascript: bool = True,
    elsewhere: str = "data:",
    **looks: Any,
) -> Iterator[Walker]:
    """Open a window of its own: no cookie or cache of anybody else.

    ``elsewhere`` is another site that may be asked, ``looks`` are settings such as dark colours.
    """
    context = browser.new_context(
        viewport=size,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        java_script_enabled=javascript,
        **looks,
    )
    context.set_default_timeout(PATIENCE)
    if javascript:
        context.add_init_script(NOTE_VIOLATIONS)
    person = Walker(url, context, context.new_page(), javascript)

    def note_foreign(request: Request) -> None:
        if not request.url.startswith((url, elsewhere, "data:", "blob:", "about:")):
            person.faults.append(f"asked another site: {urlsplit(request.url).netloc}")

    context.on("request", note_foreign)
    context.on(
        "console",
        lambda line: (
            person.faults.append(line.text) if line.type == "error" and "CSP" in line.text else None
        ),
    )
    yield person
    person.close()
