"""A report of every type: of a grant, in answer to a letter, or of what the portal has counted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_published_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="report",
            name="report_type_is_known",
        ),
        migrations.AddField(
            model_name="report",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="reports.letter",
                verbose_name="political letter",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="grant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reports.grant",
                verbose_name="grant",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="type",
            field=models.CharField(
                choices=[
                    ("interim_report", "interim report"),
                    ("final_grant_report", "final grant report"),
                    ("grant_application", "grant application"),
                    ("continued_application", "application for a further year"),
                    ("suburb_application", "suburb project application"),
                    ("official_statement", "official statement"),
                    ("letter_answer", "answer to a political letter"),
                    ("term_report", "term report"),
                    ("annual_report", "annual report"),
                ],
                max_length=24,
                verbose_name="type",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "interim_report",
                            "final_grant_report",
                            "grant_application",
                            "continued_application",
                            "suburb_application",
                            "official_statement",
                            "letter_answer",
                            "term_report",
                            "annual_report",
                        ],
                    )
                ),
                name="report_type_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "type__in",
                            (
                                "interim_report",
                                "final_grant_report",
                                "grant_application",
                                "continued_application",
                                "suburb_application",
                            ),
                        ),
                        _negated=True,
                    ),
                    ("grant__isnull", False),
                    _connector="OR",
                ),
                name="report_of_a_grant_names_it",
                violation_error_message="Choose the grant that the report is about.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("letter__isnull", False), ("type", "letter_answer")),
                    models.Q(
                        models.Q(("type", "letter_answer"), _negated=True), ("letter__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="report_names_the_letter_it_answers",
                violation_error_message="Choose the letter that the report answers, and none in another report.",
            ),
        ),
    ]
