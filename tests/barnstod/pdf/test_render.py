"""A PDF is accessible, speaks Swedish, and reads nothing but our own static files."""

import io
import sys

import pikepdf
import pytest
from django.contrib.staticfiles import finders

from barnstod.pdf.render import PdfPartMissing, PdfToolMissing, html_to_pdf

PAGE = """<!doctype html><html lang="sv"><head><title>Tjänsteutlåtande</title>
<meta name="author" content="Samordningskansliet">{head}</head>
<body><h1>Åtta grupper</h1><p>Text</p>{body}</body></html>"""


def pdf(head="", body=""):
    return pikepdf.open(io.BytesIO(html_to_pdf(PAGE.format(head=head, body=body))))


def test_pdf_says_that_it_is_accessible_and_is_tagged():
    document = pdf()

    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Tjänsteutlåtande"
    assert document.Root.MarkInfo.Marked
    assert document.Root.Lang == "sv"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in document.Root


def test_pdf_reads_our_own_style_sheets():
    assert finders.find("barnstod/mark.svg")

    with_mark = pdf(body='<img alt="Märke" src="barnstod/mark.svg">')
    assert len(with_mark.pages) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://127.0.0.1:1/x.png">',
        '<img alt="x" src="https://evil.example/x.png">',
        '<img alt="x" src="//evil.example/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="/etc/passwd">',
        '<img alt="x" src="../../../../../../etc/passwd">',
        '<img alt="x" src="barnstod/missing.svg">',
        '<img alt="x" src="barnstod/../../barnstod/settings.py">',
        '<link rel="stylesheet" href="https://evil.example/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd" type="image/svg+xml">x</object>',
    ],
)
def test_pdf_that_asks_for_anything_else_is_not_built(body):
    with pytest.raises(PdfPartMissing):
        pdf(body=body)


def test_machine_without_pango_is_told_what_to_install(monkeypatch):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])

    with pytest.raises(PdfToolMissing, match=r"libpango-1\.0-0 och libpangoft2-1\.0-0"):
        html_to_pdf("<p>x</p>")
