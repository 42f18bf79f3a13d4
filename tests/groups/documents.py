"""Small real documents of each kind the library takes, and of kinds it does not."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TEXT = "Träff 1\r\n\tNamnlek och trivselregler\n".encode()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def archive(*parts: tuple[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return buffer.getvalue()


WORD = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"))
DOCX = archive(*WORD)
DOCM = archive(*WORD, ("word/vbaProject.bin", b"\x00"))
ODT = archive(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<text/>"))
ODT_WITH_MACRO = archive(
    ("mimetype", b"application/vnd.oasis.opendocument.text"), ("Basic/script.xml", b"<script/>")
)
ODS = archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))
ZIP = archive(("holiday.jpg", b"\xff\xd8"))
