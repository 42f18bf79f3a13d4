"""Who stands in for a colleague, and the mailbox of a unit."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import barnstod.accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0012_concern"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(verbose_name="until")),
            ],
            options={
                "verbose_name": "deputy",
                "verbose_name_plural": "deputies",
                "ordering": ["valid_from", "pk"],
            },
        ),
        migrations.AddField(
            model_name="district",
            name="mailbox",
            field=models.EmailField(blank=True, max_length=254, verbose_name="the unit's mailbox"),
        ),
        migrations.AddField(
            model_name="district",
            name="mailbox_use",
            field=models.CharField(
                choices=[
                    ("too", "to the unit, and to the person"),
                    ("instead", "to the unit alone"),
                ],
                default="too",
                max_length=8,
                verbose_name="letters about cases go",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(("mailbox_use__in", ["too", "instead"])),
                name="district_mailbox_use_is_known",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputy_for",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who stands in",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputies",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who is away",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("deputy")), _negated=True),
                name="deputy_is_somebody_else",
                violation_error_message="Nobody stands in for themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                name="deputy_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("user", "="),
                    (barnstod.accounts.models.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="deputy_one_at_a_time",
                violation_error_message="Somebody stands in already during those days.",
            ),
        ),
    ]
