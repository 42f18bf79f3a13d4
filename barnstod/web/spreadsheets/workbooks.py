"""Excel workbooks: looked through as an archive first, then read by openpyxl, row by row."""

import os
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from barnstod.web.spreadsheets.formulas import as_written
from barnstod.web.spreadsheets.tables import Limits, SheetRefused, cleaned

# The same parser everywhere: lxml is there on some machines and not on others.
os.environ.setdefault("OPENPYXL_LXML", "False")
# It would write what stands in a cell to the log.
warnings.filterwarnings("ignore", module=r"openpyxl\.")

PARTS = ("[Content_Types].xml", "xl/workbook.xml")
MACROS = ("vbaProject", "macrosheets/", "activeX/", "customUI/")
MOST_PARTS = 500
ENCRYPTED = 0x1
LAST_ROW = 1_048_576  # of Excel itself; a row that claims to be later is not one
MIDNIGHT = time()


def workbook_lines(content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row of the first sheet that is not empty; the first is 1.

    Raises SheetRefused for an archive that is no workbook, runs something, or grows too large.
    """
    _need_harmless(content, limits)
    from openpyxl import load_workbook  # late: it is a tenth of a second, and few pages ask

    try:
        book = load_workbook(
            BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        rows = book.worksheets[0].iter_rows(
            max_row=LAST_ROW, max_col=limits.columns + 1, values_only=True
        )
        for number, values in enumerate(rows, start=1):
            if values.count(None) < len(values):
                yield number, [cleaned(as_written(words_of(value))) for value in values]
    except Exception as error:  # a file made to harm can break the library in any way
        raise SheetRefused(
            _("The file cannot be read. Open it in Excel and save it once more as .xlsx.")
        ) from error


def words_of(value) -> str:
    """Return what stands in a cell as somebody would have typed it: days as 2027-01-31."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            if value.time() == MIDNIGHT:
                return value.date().isoformat()
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return _hours(value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _hours(value: timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _need_harmless(content: bytes, limits: Limits) -> None:
    """Look at the table of contents alone.

    What it says of sizes binds: the unpacker stops there. Only the two ways of packing that
    office programs use are let through, because others unpack without such a stop.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise SheetRefused(
            _("The file is damaged. Open it in Excel and save it once more as .xlsx.")
        ) from error
    names = {part.filename for part in parts}
    if not names.issuperset(PARTS):
        raise SheetRefused(_("The file is no Excel workbook. Save it as .xlsx or .csv."))
    if any(macro in name for name in names for macro in MACROS):
        raise SheetRefused(_("The file has macros. Save it as .xlsx, which has none."))
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise SheetRefused(_("The file has a password. Save it without one."))
    unpacked = sum(part.file_size for part in parts)
    is_odd = any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts)
    if is_odd or len(parts) > MOST_PARTS or unpacked > limits.unpacked:
        raise SheetRefused(
            _("The workbook is too large. Copy the rows alone to a new one, and save it as .xlsx.")
        )
