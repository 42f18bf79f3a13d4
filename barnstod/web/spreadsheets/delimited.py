"""CSV as people have it: semicolons, commas or tabs; UTF-8, UTF-16 or Windows-1252. Pure."""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from barnstod.web.spreadsheets.formulas import as_written
from barnstod.web.spreadsheets.tables import SheetRefused, cleaned

DELIMITERS = ";,\t"  # where two are as common, the first: a Swedish comma belongs to a number
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SAYS_ITS_DELIMITER = "sep="  # a first line that Excel writes for itself


def delimited_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line; the first is 1 and an empty one counts.

    Raises SheetRefused for what is no text, and for quotation marks that do not match.
    """
    text = _text_of(content)
    delimiter = _delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1 and text.startswith(SAYS_ITS_DELIMITER):
                continue
            yield number, [cleaned(as_written(cell)) for cell in cells]
    except csv.Error as error:
        raise SheetRefused(
            _("The file cannot be read after line %(line)s: a quotation mark is missing there.")
            % {"line": reader.line_num}
        ) from error


def _text_of(content: bytes) -> str:
    """Return the text in whichever way it was written.

    Windows-1252 comes last: it takes almost any bytes for text, so what it gives must look like
    text too.
    """
    codecs = ("utf-16",) if content.startswith(UTF16) else ("utf-8-sig", "cp1252")
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not NO_TEXT.search(text):
            return text
        break
    raise SheetRefused(_("The file is no table. Save it as .xlsx or .csv."))


def _delimiter_of(text: str) -> str:
    """Return what stands between the headings; a semicolon for a file of one column."""
    if text.startswith(SAYS_ITS_DELIMITER):
        told = text.removeprefix(SAYS_ITS_DELIMITER)[:1]
        return told if told and told in DELIMITERS else ";"
    lines = (line for line in text.splitlines() if line.strip(f"{DELIMITERS} "))
    # Between quotation marks a delimiter is part of a heading.
    bare = "".join(next(lines, "").split('"')[::2])
    return max(DELIMITERS, key=bare.count)
