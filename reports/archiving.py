"""The archive copy of a report: one zip with the PDF, its figures as CSV and what is known of both.

Made of what is frozen with the report and of nothing else, in the transaction that approves it, so
that no report is approved without one (docs/decisions/0120-the-archive-copy.md). No name of a
person stands in a file's name or in the metadata.
"""

import hashlib
import io
import zipfile
from xml.etree import ElementTree as xml

from django.utils import timezone, translation

from barnstod.web.spreadsheets import csv_of
from reports import export
from reports.models import Report, ReportArchive, ReportFile

FORM = "1"  # of the metadata; another one if its elements change
READABLE = 0o644  # by whoever unpacks it
APPROVED_BY = "Enhetschef"  # only a head approves; the archive keeps the role
COUNTED = "counted-"  # begins the code of a row that says how a term was counted


def keep_copy(report: Report) -> ReportArchive:
    """Make the copy of an approved report and keep it; in the transaction of the approval."""
    assert report.approved_at
    file = ReportFile.objects.get(report=report)
    content = copy_of(report, file)
    return ReportArchive.objects.create(
        report=report,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=report.approved_at,
    )


def copy_of(report: Report, file: ReportFile) -> bytes:
    """Return the zip; the same report always gives the same bytes."""
    name = report.reference
    parts = {
        f"rapport-{name}.pdf": bytes(file.pdf),
        f"uppgifter-{name}.csv": csv_of(export.HEADINGS, export.lines(file.figures)),
    }
    parts[f"metadata-{name}.xml"] = metadata_of(report, file, parts)
    when = timezone.localtime(report.approved_at).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE << 16
            packed.writestr(entry, content)
    return target.getvalue()


def metadata_of(report: Report, file: ReportFile, parts: dict[str, bytes]) -> bytes:
    """Return what is known of the report and of these files, as XML with Swedish names."""
    root = xml.Element("arkivkopia", form=FORM, sprak="sv")
    about = xml.SubElement(root, "rapport", referens=report.reference, version=str(report.version))
    _say(about, "titel", report.title)
    _say(about, "handlingstyp", _type(report))
    _say(about, "diarienummer", report.registry_number, hos=report.addressee)
    if report.grant:
        _say(about, "bidrag", str(report.grant))
        _say(about, "diarienummer", report.grant.registry_number, hos=report.grant.funder)
    if report.letter:
        _say(about, "skrivelse", report.letter.title)
        _say(about, "diarienummer", report.letter.registry_number, hos=report.letter.board)
    xml.SubElement(
        about, "period", fran=report.period_from.isoformat(), till=report.period_to.isoformat()
    )
    _say(about, "daterad", report.dated_on.isoformat())
    _say(
        about,
        "godkand",
        timezone.localtime(report.approved_at).isoformat(timespec="seconds"),
        roll=APPROVED_BY,
    )
    if report.corrects:
        _say(about, "rattar", report.what_changed, referens=report.corrects.reference)
    made = xml.SubElement(root, "framstalld", av="Barnstöd")
    _say(made, "tid", timezone.localtime(file.built_at).isoformat(timespec="seconds"))
    _say(made, "mall", file.template_version)
    figures = xml.SubElement(root, "uppgifter")
    for table in file.figures:
        xml.SubElement(figures, "tabell", rubrik=table["caption"], slag=export.KINDS[table["kind"]])
        for row in table["rows"]:
            if row["code"].startswith(COUNTED):
                _say(figures, "rakning", row["cells"][0]["text"], avser=row["heading"])
    files = xml.SubElement(root, "filer")
    for name, content in parts.items():
        digest = hashlib.sha256(content).hexdigest()
        xml.SubElement(files, "fil", namn=name, sha256=digest, byte=str(len(content)))
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _type(report: Report) -> str:
    with translation.override("sv"):
        return str(report.get_type_display())


def _say(parent: xml.Element, name: str, text: str, **more: str) -> None:
    if text:
        xml.SubElement(parent, name, more).text = text
