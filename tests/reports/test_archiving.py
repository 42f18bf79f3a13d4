"""The archive copy: all of a report in one file, made with its approval, and never altered."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as xml

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from reports import services
from reports.archiving import copy_of, keep_copy
from reports.choices import State
from reports.models import Report, ReportArchive
from tests.factories.accounts import UserFactory
from tests.factories.reports import PDF, SUM, ReportFactory

pytestmark = pytest.mark.django_db
WHEN = datetime(2027, 3, 4, 10, 30, tzinfo=UTC)


def approved(**fields):
    return ReportFactory(
        approved=True, approved_at=WHEN, reference="ABCDEFGH", writer__name="Kanarina Skriftström",
        approved_by__name="Provhild Chefsten", **fields,
    )  # fmt: skip


def approved_without_copy():
    """What the database takes until the transaction ends."""
    report = ReportFactory(built=True)
    Report.objects.filter(pk=report.pk).update(
        state=State.APPROVED, approved_by=UserFactory(head=True), approved_at=WHEN
    )
    return report


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_copy_has_paper_figures_and_what_is_known_of_them():
    report = approved(title="Första rapporten", registry_number="119-0019/2007")
    report.file.figures[0]["rows"][0]["heading"] = "=1+1"
    parts = parts_of(copy_of(report, report.file))

    assert list(parts) == [
        "rapport-ABCDEFGH.pdf", "uppgifter-ABCDEFGH.csv", "metadata-ABCDEFGH.xml",
    ]  # fmt: skip
    assert parts["rapport-ABCDEFGH.pdf"] == PDF
    assert parts["uppgifter-ABCDEFGH.csv"].decode("utf-8-sig").splitlines()[1] == (
        "beräknad av portalen;Nyckeltal;'=1+1;Värde;3;Grupper som pågår.;"
    )
    said = {
        element.tag: (element.text or "").strip() or dict(element.attrib)
        for element in xml.fromstring(parts["metadata-ABCDEFGH.xml"]).iter()  # noqa: S314
    }
    assert said == {
        "arkivkopia": {"form": "1", "sprak": "sv"},
        "rapport": {"referens": "ABCDEFGH", "version": "1"},
        "titel": "Första rapporten",
        "handlingstyp": "delrapport",
        "diarienummer": "119-0019/2007",
        "bidrag": report.grant.project,
        "period": {"fran": "2006-09-18", "till": "2007-06-30"},
        "daterad": report.dated_on.isoformat(),
        "godkand": "2027-03-04T11:30:00+01:00",
        "framstalld": {"av": "Barnstöd"},
        "tid": said["tid"],
        "mall": report.file.template_version,
        "uppgifter": {},
        "tabell": {"rubrik": "Nyckeltal", "slag": "beräknad av portalen"},
        "filer": {},
        "fil": {
            "namn": "uppgifter-ABCDEFGH.csv",
            "sha256": hashlib.sha256(parts["uppgifter-ABCDEFGH.csv"]).hexdigest(),
            "byte": str(len(parts["uppgifter-ABCDEFGH.csv"])),
        },
    }
    assert f'sha256="{SUM}"'.encode() in parts["metadata-ABCDEFGH.xml"]


def test_copy_names_nobody_but_on_the_paper():
    parts = parts_of(bytes(approved().archive.content))
    told = " ".join([*parts, parts["metadata-ABCDEFGH.xml"].decode()])

    assert 'roll="Enhetschef"' in told
    assert not [
        name for name in ("Kanarina", "Skriftström", "Provhild", "Chefsten") if name in told
    ]


def test_copy_is_the_same_however_often_it_is_made():
    report = approved()

    assert copy_of(report, report.file) == copy_of(report, report.file)


def test_report_is_approved_with_its_copy():
    report = ReportFactory(built=True)

    services.move(
        report=report, name="approve", by=UserFactory(head=True), read_sha256=report.sha256
    )

    copy = ReportArchive.objects.get()
    assert copy.sha256 == hashlib.sha256(copy.content).hexdigest()
    assert parts_of(copy.content)[f"rapport-{report.reference}.pdf"] == PDF


def test_database_refuses_to_approve_without_a_copy():
    approved_without_copy()

    with (
        pytest.raises(IntegrityError, match="with its archive copy"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_database_refuses_a_copy_of_what_is_not_approved():
    report = ReportFactory(built=True, approved_at=None)
    report.approved_at = WHEN

    with pytest.raises(IntegrityError, match="only an approved report"):
        keep_copy(report)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda: ReportArchive.objects.update(content=b"another", sha256="x"),
        lambda: ReportArchive.objects.all().delete(),
    ],
    ids=["change", "remove"],
)
def test_database_refuses_to_alter_a_copy(break_it):
    approved()

    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
        break_it()


def test_database_refuses_a_sum_that_is_not_of_the_bytes():
    report = approved_without_copy()

    with pytest.raises(IntegrityError, match="report_archive_sum_is_of_its_bytes"):
        ReportArchive.objects.create(report=report, content=b"PK", sha256="0" * 64, made_at=WHEN)


def test_office_downloads_the_copy(client):
    report = approved()
    client.force_login(UserFactory(coordinator=True))

    answer = client.get(reverse("reports:archive", args=[report.reference]))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="arkiv-ABCDEFGH.zip"'
    assert answer.content == bytes(report.archive.content)


def test_copy_of_a_report_that_is_not_approved_does_not_exist(client):
    client.force_login(UserFactory(coordinator=True))

    assert (
        client.get(reverse("reports:archive", args=[ReportFactory(built=True)])).status_code == 404
    )
