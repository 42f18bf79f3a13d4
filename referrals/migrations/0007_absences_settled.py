"""Absences are not settled without a time: a comparison with nothing let them through."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0006_attendance_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="absences",
            name="absences_settled_by_somebody_somehow",
        ),
        migrations.AddConstraint(
            model_name="absences",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)
                    ),
                    models.Q(
                        (
                            "settled__in",
                            ["came_again", "comes_back", "stops", "not_reached", "worried"],
                        ),
                        ("settled_at__gte", models.F("raised_at")),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="absences_settled_by_somebody_somehow",
            ),
        ),
    ]
