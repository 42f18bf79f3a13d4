"""Tables that come in as Excel or CSV and go out again: cells are text, formulas stay text."""

from barnstod.web.spreadsheets.field import SheetField
from barnstod.web.spreadsheets.reading import read_table
from barnstod.web.spreadsheets.tables import Limits, Row, SheetRefused, Table
from barnstod.web.spreadsheets.writing import Sheet, csv_of, workbook_of

__all__ = [
    "Limits",
    "Row",
    "Sheet",
    "SheetField",
    "SheetRefused",
    "Table",
    "csv_of",
    "read_table",
    "workbook_of",
]
