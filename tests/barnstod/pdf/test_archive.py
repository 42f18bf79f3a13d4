"""One file for the archive and for every reader: PDF/A-2a that also bears the name of PDF/UA-1."""

import pytest

from barnstod.pdf.archive import VARIANT
from barnstod.pdf.render import html_to_pdf
from tests import pdfa

PAGE = """<!doctype html><html lang="sv"><head><title>Prov</title>
<link rel="stylesheet" href="barnstod/pdf.css"></head><body><h1>Prov å ä ö</h1>
<p>1 000 kr, <a href="https://example.org/">en länk</a></p>
<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<svg role="img" viewBox="0 0 9 9" width="9"><title>En ruta</title><rect width="5" height="5"/></svg>
</body></html>"""


def test_page_is_pdfa_2a_and_says_that_it_is_pdfua_too():
    assert pdfa.faults(html_to_pdf(PAGE, VARIANT)) == []


@pytest.mark.parametrize(
    ("page", "variant", "fault"),
    [
        (PAGE, "pdf/ua-1", "does not name PDF/A-2a"),
        (PAGE.replace(' lang="sv"', ""), VARIANT, "has no language"),
    ],
    ids=["accessible only", "without language"],
)
def test_what_is_none_is_seen(page, variant, fault):
    assert fault in pdfa.faults(html_to_pdf(page, variant))
