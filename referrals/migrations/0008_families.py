"""Households, the parent's place, people who must not meet, and a reminder of an offer."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0081_opening"),
        ("referrals", "0007_absences_settled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="reminded_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="reminded"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="together",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "siblings",
                    models.CharField(
                        choices=[
                            ("no_matter", "the same group or different ones"),
                            ("together", "the same group"),
                            ("apart", "different groups"),
                        ],
                        default="no_matter",
                        max_length=10,
                        verbose_name="the siblings",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "household",
                "verbose_name_plural": "households",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("siblings__in", ["no_matter", "together", "apart"])),
                        name="household_siblings_is_known",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="household",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="referrals.household",
            ),
        ),
        migrations.CreateModel(
            name="KeptApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "people who must not meet",
                "verbose_name_plural": "people who must not meet",
                "ordering": ["recorded_at", "pk"],
                "indexes": [models.Index(fields=["second"], name="kept_apart_by_second")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="kept_apart_is_symmetrical",
                        violation_error_message="Choose another case than this one.",
                    ),
                    models.UniqueConstraint(
                        fields=("first", "second"),
                        name="kept_apart_once",
                        violation_error_message="This is written down already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "is offered a place"),
                            ("taken", "has a place"),
                            ("released", "has no place any more"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                (
                    "safe_here",
                    models.CharField(
                        choices=[
                            ("yes", "yes, the child lives safely with this parent"),
                            ("not_asked", "not asked: there is no violence in the family"),
                        ],
                        max_length=10,
                        verbose_name="safe",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "beside",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.supportgroup",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parent_places",
                        to="groups.supportgroup",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parent_places",
                        to="referrals.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "parent's place",
                "verbose_name_plural": "parents' places",
                "ordering": ["answered_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "taken", "released"])),
                        name="parent_place_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("safe_here__in", ["yes", "not_asked"])),
                        name="parent_place_safe_here_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released"), _negated=True),
                        fields=("household", "group"),
                        name="parent_place_once_in_a_group",
                        violation_error_message="The parent has a place in this group already.",
                    ),
                ],
            },
        ),
    ]
