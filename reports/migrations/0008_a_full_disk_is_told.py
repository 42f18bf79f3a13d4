"""A report that was not built because a disk was full says so."""

from django.db import migrations, models
from django.db.models import Q

FAULTS = [
    ("", ""),
    ("facts", "The facts of the sources could not be read. Load them and order again."),
    ("figures", "The figures could not be counted. Tell those who run the portal."),
    ("page", "There is a fault in the report's template. Tell those who run the portal."),
    ("pdf", "The PDF file could not be written. Tell those who run the portal."),
    (
        "pdf_tool_missing",
        "The server lacks Pango, which sets the pages. Tell those who run the portal.",
    ),
    ("saving", "The file could not be saved. Order the report again."),
    (
        "no_room",
        "The server's disk is full. Tell those who run the portal, and order again afterwards.",
    ),
    ("gave_up", "The building was interrupted many times. Tell those who run the portal."),
]


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_versions_and_archive_copies")]

    operations = [
        migrations.RemoveConstraint(model_name="report", name="report_says_why_it_failed"),
        migrations.AlterField(
            model_name="report",
            name="fault",
            field=models.CharField(
                blank=True,
                choices=FAULTS,
                editable=False,
                max_length=16,
                verbose_name="fault",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("fault__in", [code for code, _words in FAULTS]),
                    Q(
                        Q(("state__in", ["failed"]), Q(("fault", ""), _negated=True)),
                        Q(Q(("state__in", ["failed"]), _negated=True), ("fault", "")),
                        _connector="OR",
                    ),
                ),
                name="report_says_why_it_failed",
            ),
        ),
    ]
