"""Answers to the safety questions are among what is kept as it was before."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0017_marks_counted_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="amendment",
            name="amendment_field_is_known",
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        (
                            "child_birth_year",
                            "child_birth_month",
                            "needs",
                            "languages",
                            "needs_interpreter",
                            "room_needs",
                            "weekdays",
                            "child_district",
                            "contact_ways",
                            "feedback_level",
                            "family_agrees_to_feedback",
                            "safe_at_home",
                            "services_know",
                            "safe_way",
                            "contact_restricted",
                            "may_know",
                            "first_name",
                            "last_name",
                            "guardians",
                            "phone",
                            "address",
                            "school",
                            "contact_note",
                        ),
                    )
                ),
                name="amendment_field_is_known",
            ),
        ),
    ]
