"""What kind of file somebody gave us: told by its bytes, never by its name. Pure."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from groups.choices import FileKind

ODT = b"application/vnd.oasis.opendocument.text"
MACROS = ("vbaProject.bin", "Basic/", "Scripts/")  # parts of a document that run
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: ODT.decode(),
    FileKind.TXT: "text/plain; charset=utf-8",
}


def kind_of(content: bytes) -> FileKind | None:
    """Return the kind of file, or None for one that the library does not take.

    A document with macros is not taken. Text is UTF-8 without control characters.
    """
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return FileKind.TXT if _is_text(content) else None


def _kind_of_archive(content: bytes) -> FileKind | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if any(macro in name for name in names for macro in MACROS):
                return None
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return FileKind.DOCX
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as file:
                    return FileKind.ODT if file.read(len(ODT) + 1).strip() == ODT else None
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None  # torn, encrypted, or packed in a way that no office program does
    return None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\t\r\n\ufeff" for char in text) and bool(text.strip())
