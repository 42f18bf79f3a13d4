"""Wishes that nothing fitted, and the usual wait; a new wait is news for the public pages."""

from django.db import migrations, models

ENTER = (
    "CREATE TRIGGER raise_public_version AFTER INSERT OR UPDATE OR DELETE ON groups_usualwait "
    "FOR EACH STATEMENT EXECUTE FUNCTION barnstod_raise_public_version()"
)
LEAVE = "DROP TRIGGER raise_public_version ON groups_usualwait"


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0030_planning"),
        ("web", "0002_public_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnmetWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week_on", models.DateField(verbose_name="week")),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("innerstaden", "Inner city"),
                            ("vasterort", "Western districts"),
                            ("soderort", "Southern districts"),
                        ],
                        max_length=12,
                        verbose_name="part of the city",
                    ),
                ),
                (
                    "ages",
                    models.CharField(
                        choices=[
                            ("0-6", "up to 6 years"),
                            ("7-9", "7–9 years"),
                            ("10-12", "10–12 years"),
                            ("13-15", "13–15 years"),
                            ("16-18", "16–18 years"),
                            ("19-", "19 years and older"),
                        ],
                        max_length=5,
                        verbose_name="ages",
                    ),
                ),
                (
                    "lack",
                    models.CharField(
                        choices=[
                            ("group", "no group for the age"),
                            ("day", "no group on the day"),
                            ("place", "no place left"),
                        ],
                        max_length=5,
                        verbose_name="what was missing",
                    ),
                ),
                ("fives", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "wish without an answer",
                "verbose_name_plural": "wishes without an answer",
                "ordering": ["-week_on", "region", "ages", "lack"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("week_on", "region", "ages", "lack"), name="unmet_wish_once_a_week"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week_on__iso_week_day", 1)),
                        name="unmet_wish_is_of_a_week",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__in", ["", "innerstaden", "vasterort", "soderort"])
                        ),
                        name="unmet_wish_region_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ages__in", ["0-6", "7-9", "10-12", "13-15", "16-18", "19-"])
                        ),
                        name="unmet_wish_ages_are_a_band",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lack__in", ["group", "day", "place"])),
                        name="unmet_wish_lack_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fives__gte", 1)), name="unmet_wish_was_wished"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualWait",
            fields=[
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("innerstaden", "Inner city"),
                            ("vasterort", "Western districts"),
                            ("soderort", "Southern districts"),
                        ],
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("weeks", models.PositiveSmallIntegerField(verbose_name="weeks")),
                ("fives", models.PositiveIntegerField()),
                ("since_on", models.DateField(verbose_name="stands since")),
            ],
            options={
                "verbose_name": "usual wait",
                "verbose_name_plural": "usual waits",
                "ordering": ["region"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__in", ["", "innerstaden", "vasterort", "soderort"])
                        ),
                        name="usual_wait_region_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fives__gte", 1)),
                        name="usual_wait_is_of_five_children_or_more",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ENTER, LEAVE),
    ]
