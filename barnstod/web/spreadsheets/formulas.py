"""Text that a spreadsheet program would take for a formula, made harmless, and read back. Pure.

Source: OWASP, CSV injection: a cell that begins with one of these signs may be run.
"""

import re

SIGNS = "=+\\-@\t\r\n＝＋－＠"
MARK = "'"
DANGEROUS = re.compile(f"{MARK}*[{SIGNS}]")
MARKED = re.compile(f"{MARK}+[{SIGNS}]")


def harmless(text: str) -> str:
    """Return the text, behind an apostrophe if a program might run it.

    What looks as if it had been marked is marked once more, so that ``as_written`` gives back
    whatever went in.
    """
    return MARK + text if DANGEROUS.match(text) else text


def as_written(text: str) -> str:
    """Return the text without the apostrophe that ``harmless`` put before it."""
    return text[1:] if MARKED.match(text) else text
