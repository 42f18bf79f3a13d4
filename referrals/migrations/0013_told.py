"""What may be told at the first talk, and since when an imported case is as it was imported."""

import django.contrib.postgres.fields
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0012_concern"),
        ("groups", "0081_opening"),
        ("referrals", "0012_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="identity",
            name="identity_without_names_has_none",
        ),
        migrations.RenameField("importedcase", "version", "written_at"),
        migrations.AddField(
            model_name="identity",
            name="sealed_child_words",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="what the child wants"
            ),
        ),
        migrations.AlterField(
            model_name="importedcase",
            name="written_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="imported"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="earlier_support",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("none", "no support before"),
                        ("group", "has been in a support group"),
                        ("talks", "talks of its own, for instance crisis talks"),
                        ("social_services", "support from social services"),
                        ("school", "the school's health team"),
                        ("psychiatry", "psychiatry for children"),
                        ("other", "other support"),
                    ],
                    max_length=24,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="gender",
            field=models.CharField(
                blank=True,
                choices=[
                    ("girl", "girl"),
                    ("boy", "boy"),
                    ("other", "neither of them"),
                    ("not_said", "does not want to say"),
                ],
                default="",
                max_length=16,
                verbose_name="girl or boy",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="heard_through",
            field=models.CharField(
                blank=True,
                choices=[
                    ("social_services", "social services, for children"),
                    ("adult_care", "those who help the grown-up: treatment, psychiatry, prison"),
                    ("school", "school or preschool"),
                    ("health_care", "health care for children"),
                    ("organisation", "an organisation"),
                    ("acquaintance", "somebody they know, or who has been in a group"),
                    ("web", "the web"),
                    ("leaflet", "a poster or a leaflet"),
                    ("other", "in another way"),
                ],
                default="",
                max_length=16,
                verbose_name="heard of the groups through",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="school_year",
            field=models.CharField(
                blank=True,
                choices=[
                    ("preschool", "preschool"),
                    ("0", "preschool class"),
                    ("1", "year 1"),
                    ("2", "year 2"),
                    ("3", "year 3"),
                    ("4", "year 4"),
                    ("5", "year 5"),
                    ("6", "year 6"),
                    ("7", "year 7"),
                    ("8", "year 8"),
                    ("9", "year 9"),
                    ("upper", "upper secondary school"),
                    ("none", "does not go to school"),
                ],
                default="",
                max_length=16,
                verbose_name="school year",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("names", "full"),
                    models.Q(
                        ("full_name_index__isnull", True),
                        ("number_index__isnull", True),
                        ("sealed_address", ""),
                        ("sealed_child_words", ""),
                        ("sealed_evening_note", ""),
                        ("sealed_first_name", ""),
                        ("sealed_guardians", ""),
                        ("sealed_last_name", ""),
                        ("sealed_school", ""),
                    ),
                    _connector="OR",
                ),
                name="identity_without_names_has_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed_child_words", ""),
                    ("sealed_child_words__regex", "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"),
                    _connector="OR",
                ),
                name="identity_child_words_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("gender__in", ["girl", "boy", "other", "not_said", ""])),
                name="referral_gender_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "school_year__in",
                        [
                            "preschool",
                            "0",
                            "1",
                            "2",
                            "3",
                            "4",
                            "5",
                            "6",
                            "7",
                            "8",
                            "9",
                            "upper",
                            "none",
                            "",
                        ],
                    )
                ),
                name="referral_school_year_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "heard_through__in",
                        [
                            "social_services",
                            "adult_care",
                            "school",
                            "health_care",
                            "organisation",
                            "acquaintance",
                            "web",
                            "leaflet",
                            "other",
                            "",
                        ],
                    )
                ),
                name="referral_heard_through_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "earlier_support__contained_by",
                        [
                            "none",
                            "group",
                            "talks",
                            "social_services",
                            "school",
                            "psychiatry",
                            "other",
                        ],
                    )
                ),
                name="referral_earlier_support_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earlier_support__contains", ["none"]), _negated=True),
                    ("earlier_support__len", 1),
                    _connector="OR",
                ),
                name="referral_no_earlier_support_stands_alone",
                violation_error_message="No support before, and support before: choose one of them.",
            ),
        ),
    ]
