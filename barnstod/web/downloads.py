"""A table as a file to be saved: CSV or Excel, with a name that says nothing of anybody."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from barnstod.web.spreadsheets import Sheet, csv_of, workbook_of
from barnstod.web.spreadsheets.writing import Cell

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A file may do nothing here but be saved.
FILE_POLICY = "default-src 'none'; sandbox"


class TableFormat:
    """The part of an address that says how a table is wanted."""

    regex = "|".join(MEDIA_TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def table_file(
    kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Return the table as a file of the ``kind`` "csv" or "xlsx"; ``name`` is also the sheet's."""
    if kind == "csv":
        return download(csv_of(headings, rows), kind, name)
    return download(workbook_of(Sheet(name.capitalize(), headings, rows)), kind, name)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response
