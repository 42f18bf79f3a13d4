"""What kind of file somebody gave us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.choices import FileKind
from groups.filekinds import MEDIA_TYPES, kind_of
from tests.groups import documents


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (documents.PDF, FileKind.PDF),
        (documents.DOCX, FileKind.DOCX),
        (documents.ODT, FileKind.ODT),
        (documents.TEXT, FileKind.TXT),
        ("\ufeffMed byteordning".encode(), FileKind.TXT),
        (documents.DOCM, None),
        (documents.ODT_WITH_MACRO, None),
        (documents.ODS, None),
        (documents.ZIP, None),
        (documents.DOCX[:-30], None),
        (documents.PNG, None),
        ("Åäö".encode("latin-1"), None),
        (b"Hej\x00", None),
        (b"Hej\x1b[31m", None),
        (b" \n", None),
        (b"", None),
    ],
    ids=[
        "pdf", "docx", "odt", "text", "text with a byte order mark", "word with macros",
        "opendocument with macros", "spreadsheet", "other archive", "torn archive", "picture",
        "text that is not UTF-8", "zero byte", "control character", "blank", "empty",
    ],
)  # fmt: skip
def test_kind_is_told_by_the_bytes(content, kind):
    assert kind_of(content) == kind


@given(st.binary(max_size=200))
def test_any_bytes_have_a_known_kind_or_none(content):
    for prefix in (b"", b"PK\x03\x04", documents.DOCX[:80]):
        assert kind_of(prefix + content) in (None, *FileKind)


def test_every_kind_has_a_media_type():
    assert set(MEDIA_TYPES) == set(FileKind)
