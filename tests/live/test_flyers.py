"""A school nurse finds a group that fits, and puts its flyer on the wall."""

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.live.browser import DESKTOP, PHONE, walker

PAPERS = {"A4 i färg": (210, "affisch-a4.pdf"), "A5 i svartvitt": (148, "affisch-a5-svartvit.pdf")}
POINTS = 72 / 25.4  # in a millimetre


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_school_nurse_prints_a_flyer_whose_code_leads_back(portal, browser, javascript):
    with walker(browser, portal.url, size=DESKTOP, javascript=javascript) as nurse:
        page = nurse.open("/")
        page.get_by_label("Var bor ni?").fill("Farsta")
        page.get_by_label("Ålder").fill("8")
        nurse.press("Visa grupper")
        page.get_by_role("link", name="Barngrupp i Farsta").first.click()
        page.wait_for_url("**/grupper/*/")
        nurse.look()
        title = page.get_by_role("heading", level=1).inner_text()
        address = page.url

        for name, (width, filename) in PAPERS.items():
            # The browser would show it in a viewer of its own; the sheet is read as it was sent.
            link = page.get_by_role("link", name=name)
            answer = nurse.context.request.get(portal.url + link.get_attribute("href"))
            assert answer.headers["content-disposition"] == f'inline; filename="{filename}"'
            sheet = sheet_of(answer.body())
            assert round(sheet.get_width() / POINTS) == width
            told = sheet.get_textpage().get_text_bounded()
            assert [part for part in title.split(", ") if part not in told] == []
            assert code_on(sheet) == address

    # Whoever points a telephone at the wall comes to the group, and is nobody there.
    with walker(browser, portal.url, size=PHONE, javascript=javascript) as child:
        child.open(address.removeprefix(portal.url))
        expect(child.page.get_by_role("heading", level=1)).to_have_text(title)
        assert child.context.cookies() == []


def sheet_of(pdf: bytes):
    [sheet] = pypdfium2.PdfDocument(pdf)
    return sheet


def code_on(sheet) -> str:
    """Return what a telephone reads in the code."""
    [code] = zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())
    return code.text
