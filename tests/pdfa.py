"""What keeps a PDF from being PDF/A-2a, judged by the rules of veraPDF that pikepdf ships.

That judge knows level B, and takes nothing that it does not know. What makes level A, and the name
of a second standard, are therefore looked at here and taken off a copy before it is judged.
"""

import io

import pikepdf
from pikepdf import pdfa

from barnstod.pdf.archive import ACCESSIBLE_TOO


def faults(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [*_of_level_a(document)]
        written = document.Root.Metadata.read_bytes()
        if ACCESSIBLE_TOO not in written:
            found.append("does not name PDF/UA-1")
        if b'pdfaid:part="2" pdfaid:conformance="A"' not in written:
            found.append("does not name PDF/A-2a")
        level_b = written.replace(ACCESSIBLE_TOO, b"").replace(
            b'conformance="A"', b'conformance="B"'
        )
        document.Root.Metadata = pikepdf.Stream(document, level_b)
        document.Root.Metadata.Type, document.Root.Metadata.Subtype = (
            pikepdf.Name.Metadata,
            pikepdf.Name.XML,
        )
        for page in document.pages:
            for empty in ("/Pattern", "/Shading"):
                if empty in page.Resources and not len(page.Resources[empty]):
                    del page.Resources[empty]
        copy = io.BytesIO()
        document.save(copy)
    return [*found, *map(str, pdfa.validate_written(copy, "2b").findings)]


def _of_level_a(document: pikepdf.Pdf):
    root = document.Root
    if not str(root.get("/Lang", "")):
        yield "has no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "is not marked"
    if "/StructTreeRoot" not in root:
        yield "has no structure"
    for item in document.objects:
        is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        if is_font and item.Subtype == "/Type0" and "/ToUnicode" not in item:
            yield f"{item.BaseFont} cannot be read as text"
