"""Corrections as new versions, term reports that draft themselves, and copies for the archive."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models.papers

# A correction is the next version of a report that stands; who is corrected is never changed.
VERSIONS = """
CREATE FUNCTION report_corrects_what_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM reports_report AS earlier
        WHERE earlier.id = NEW.corrects_id AND earlier.type = NEW.type
          AND earlier.version = NEW.version - 1
          AND earlier.state IN ('approved', 'on_agenda', 'decided', 'sent')) THEN
        RAISE EXCEPTION 'a correction is the next version of an approved report'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_correction_is_of_what_stands
    BEFORE INSERT OR UPDATE OF corrects_id, version, type ON reports_report
    FOR EACH ROW EXECUTE FUNCTION report_corrects_what_stands();
"""

# The copy has the sum of its bytes, is of an approved report, and stays. At the end of the
# transaction that approves a report, the copy is there.
COPIES = """
ALTER TABLE reports_reportarchive ADD CONSTRAINT report_archive_sum_is_of_its_bytes
    CHECK (sha256 = encode(sha256(content), 'hex'));

CREATE FUNCTION report_archive_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'an archive copy is never altered'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM reports_report WHERE id = NEW.report_id
                   AND state IN ('approved', 'on_agenda', 'decided', 'sent')) THEN
        RAISE EXCEPTION 'only an approved report has an archive copy'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_archive_refuses_change BEFORE INSERT OR UPDATE OR DELETE
    ON reports_reportarchive FOR EACH ROW EXECUTE FUNCTION report_archive_stands();

CREATE FUNCTION approved_report_has_its_copy() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT FROM reports_reportarchive WHERE report_id = NEW.id) THEN
        RAISE EXCEPTION 'a report is approved with its archive copy'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER report_is_approved_with_its_copy
    AFTER UPDATE ON reports_report DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state = 'built' AND NEW.state = 'approved')
    EXECUTE FUNCTION approved_report_has_its_copy();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_every_type_of_document"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive",
                        to="reports.report",
                    ),
                ),
            ],
            options={"verbose_name": "archive copy", "verbose_name_plural": "archive copies"},
        ),
        migrations.AddField(
            model_name="report",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="reports.report",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="drafted_for",
            field=models.CharField(
                editable=False,
                max_length=12,
                null=True,
                unique=True,
                verbose_name="drafted for the term",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="version",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="version"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="what_changed",
            field=models.TextField(blank=True, verbose_name="what changed"),
        ),
        migrations.AlterField(
            model_name="report",
            name="writer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="writers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.RemoveConstraint(model_name="report", name="report_writer_is_among_the_writers"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("writer__isnull", True),
                    ("writers__contains", reports.models.papers.ArrayOf(models.F("writer"))),
                    _connector="OR",
                ),
                name="report_writer_is_among_the_writers",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects__isnull", True), ("version", 1), ("what_changed", "")),
                    models.Q(("corrects__isnull", False), ("version__gt", 1)),
                    _connector="OR",
                ),
                name="report_later_version_corrects_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version", 1),
                    ("state", "draft"),
                    models.Q(("what_changed", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_correction_says_what_changed",
                violation_error_message=(
                    "Say what has changed since the report that is corrected."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("writer__isnull", False), _connector="OR"),
                name="report_has_a_writer_once_it_is_no_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("writer__isnull", False), ("drafted_for__isnull", False), _connector="OR"
                ),
                name="report_without_writer_drafted_itself",
            ),
        ),
        migrations.RunSQL(
            VERSIONS,
            "DROP TRIGGER report_correction_is_of_what_stands ON reports_report;"
            "DROP FUNCTION report_corrects_what_stands()",
        ),
        migrations.RunSQL(
            COPIES,
            "DROP TRIGGER report_is_approved_with_its_copy ON reports_report;"
            "DROP FUNCTION approved_report_has_its_copy();"
            "DROP TRIGGER report_archive_refuses_change ON reports_reportarchive;"
            "DROP FUNCTION report_archive_stands();"
            "ALTER TABLE reports_reportarchive DROP CONSTRAINT report_archive_sum_is_of_its_bytes",
        ),
    ]
