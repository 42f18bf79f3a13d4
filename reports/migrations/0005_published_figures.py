"""Figures of a term as they were made known; the database keeps them as they are."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A cell is of the same kind as its table, and neither changes or goes once it is written.
STAND = """
ALTER TABLE reports_publishedcell ADD CONSTRAINT published_cell_is_as_its_table
    FOREIGN KEY (table_id, is_of_children) REFERENCES reports_publishedtable (id, is_of_children);

CREATE FUNCTION published_figures_stand() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'a published figure never changes'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER published_table_refuses_change BEFORE UPDATE OR DELETE ON reports_publishedtable
    FOR EACH ROW EXECUTE FUNCTION published_figures_stand();
CREATE TRIGGER published_cell_refuses_change BEFORE UPDATE OR DELETE ON reports_publishedcell
    FOR EACH ROW EXECUTE FUNCTION published_figures_stand();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_closed_grants_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("figure", models.SlugField(max_length=40, verbose_name="figure")),
                ("code", models.SlugField(max_length=80, verbose_name="table")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "season",
                    models.CharField(
                        choices=[("spring", "spring term"), ("autumn", "autumn term")],
                        max_length=8,
                        verbose_name="term",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("unit", models.CharField(max_length=12, verbose_name="unit")),
                ("is_of_children", models.BooleanField(default=False)),
                ("day", models.DateField(verbose_name="of the day")),
                ("heads", models.JSONField(verbose_name="headings")),
                ("version", models.CharField(max_length=8, verbose_name="counted by version")),
                (
                    "counted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="counted"),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "published table",
                "verbose_name_plural": "published tables",
                "ordering": ["-year", "season", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "year", "season"), name="published_table_once_a_term"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "is_of_children"), name="published_table_has_its_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("season__in", ["spring", "autumn"])),
                        name="published_table_season_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_of_children", models.BooleanField(default=False)),
                ("row", models.CharField(blank=True, max_length=60)),
                ("column", models.CharField(blank=True, max_length=60)),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("few", "few"), ("hidden", "hidden")], max_length=6
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="reports.publishedtable",
                    ),
                ),
            ],
            options={
                "verbose_name": "published number",
                "verbose_name_plural": "published numbers",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "row", "column"), name="published_cell_once_a_table"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mark__in", ["few", "hidden"]), ("value__isnull", True)),
                            ("mark", ""),
                            _connector="OR",
                        ),
                        name="published_cell_never_has_a_hidden_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_of_children", False),
                            ("value__isnull", True),
                            ("value", 0),
                            ("value__gte", 5),
                            _connector="OR",
                        ),
                        name="published_cell_never_tells_of_few_children",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            STAND,
            "DROP FUNCTION published_figures_stand() CASCADE;"
            "ALTER TABLE reports_publishedcell DROP CONSTRAINT published_cell_is_as_its_table",
        ),
    ]
