"""The only place that meets WeasyPrint."""

from django.template.loader import render_to_string

from barnstod.pdf.archive import VARIANT as FOR_THE_ARCHIVE
from barnstod.pdf.archive import name_both_standards


class PdfToolMissing(Exception):
    """Pango is not installed on this machine."""


class PdfPartMissing(Exception):
    """The page asks for a font, style sheet or picture that is not in our static folders."""


def render_pdf(template: str, context: dict, variant: str = "pdf/ua-1") -> bytes:
    """Return ``template`` as a tagged PDF. Reads nothing but our own static files.

    Raises PdfToolMissing with what to install, in plain words.
    """
    return html_to_pdf(render_to_string(template, context), variant)


def html_to_pdf(html: str, variant: str = "pdf/ua-1") -> bytes:
    """Return the page ``html`` as PDF; relative addresses are read from our static folders.

    Raises PdfPartMissing for any other address, rather than print with another font.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfToolMissing(
            "Pango saknas: installera paketen libpango-1.0-0 och libpangoft2-1.0-0."
        ) from error
    from barnstod.pdf.fetch import STATIC_BASE, NotOurs, fetch_static
    from barnstod.pdf.scope import give_headers_a_scope

    def finish(document, pdf) -> None:
        give_headers_a_scope(document, pdf)
        if variant == FOR_THE_ARCHIVE:
            name_both_standards(pdf)

    document = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetch_static)
    try:
        return document.write_pdf(finisher=finish, pdf_variant=variant)
    except NotOurs as error:  # not an Exception, so that WeasyPrint does not go on without it
        raise PdfPartMissing(str(error)) from error
