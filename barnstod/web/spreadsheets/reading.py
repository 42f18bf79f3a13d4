"""An uploaded file becomes a table. Its kind is told by its bytes, never by its name."""

from django.utils.translation import gettext as _

from barnstod.web.spreadsheets.delimited import delimited_lines
from barnstod.web.spreadsheets.tables import Limits, SheetRefused, Table, table_of
from barnstod.web.spreadsheets.workbooks import workbook_lines

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any workbook with a password
NO_TABLES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"PK\x05\x06",
    b"PK\x07\x08",
)


def read_table(content: bytes, limits: Limits | None = None) -> Table:
    """Return the table of an Excel workbook (its first sheet) or of a CSV file.

    Raises SheetRefused, in words, for everything else: another kind of file, a torn, empty or too
    large one, one with macros or a password.
    """
    limits = limits or Limits()
    if len(content) > limits.packed:
        raise SheetRefused(too_large(limits))
    if content.startswith(OLD_OFFICE):
        raise SheetRefused(
            _("The file is of an old kind, or has a password. Save it as .xlsx without a password.")
        )
    if content.startswith(NO_TABLES):
        raise SheetRefused(_("The file is no table. Save it as .xlsx or .csv."))
    if content.startswith(ZIP):
        return table_of(workbook_lines(content, limits), limits)
    return table_of(delimited_lines(content), limits)


def too_large(limits: Limits) -> str:
    """Return what to say of a file that is larger than the limit, before it is read."""
    return _("The file is larger than %(size)s MB.") % {"size": limits.packed // 1_000_000}
