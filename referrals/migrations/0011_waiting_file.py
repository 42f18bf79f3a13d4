"""An existing waiting list from a file: the imports, seen by the office alone."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OFFICE = "(SELECT referrals_is_system() OR referrals_has_role('coordinator'))"
SEES = (
    f"{OFFICE} AND (referral_id IS NULL"
    " OR EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id))"
)


def wall(table, rule):
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON {table} FOR SELECT USING ({rule});
CREATE POLICY writes ON {table} FOR INSERT WITH CHECK ({rule});
CREATE POLICY changes ON {table} FOR UPDATE USING ({OFFICE}) WITH CHECK ({OFFICE});
"""


def no_wall(table):
    return f"""
DROP POLICY sees ON {table}; DROP POLICY writes ON {table}; DROP POLICY changes ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_safety_and_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "imported_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="imported"
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import of a waiting list",
                "verbose_name_plural": "imports of waiting lists",
                "ordering": ["-imported_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_import_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveSmallIntegerField(verbose_name="row")),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("version", models.DateTimeField(editable=False)),
                (
                    "case_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="referrals.caseimport",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imported",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported case",
                "verbose_name_plural": "imported cases",
                "ordering": ["row"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_import", "row"), name="imported_case_once_in_a_file"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("referral__isnull", False)),
                        fields=("fingerprint",),
                        name="imported_row_is_one_case",
                        violation_error_message="Some of the rows have been imported meanwhile. Nothing was saved.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(wall("referrals_caseimport", OFFICE), no_wall("referrals_caseimport")),
        migrations.RunSQL(wall("referrals_importedcase", SEES), no_wall("referrals_importedcase")),
    ]
