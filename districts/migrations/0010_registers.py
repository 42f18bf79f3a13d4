import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import barnstod.accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cooperation", "cooperation agreement"),
                            ("partnership", "public-voluntary partnership (IOP)"),
                            ("procured", "procured service"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("about", models.CharField(max_length=160, verbose_name="about")),
                (
                    "registry_number",
                    models.CharField(max_length=40, verbose_name="registry number"),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="districts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["-valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["cooperation", "partnership", "procured"])
                        ),
                        name="agreement_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", ""), _negated=True),
                            models.Q(("registry_number", ""), _negated=True),
                        ),
                        name="agreement_says_what_and_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="agreement_ends_after_it_begins",
                        violation_error_message="The last day is before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Liaison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("liaison", "liaison"), ("deputy", "deputy")],
                        default="liaison",
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("concerns", models.CharField(blank=True, max_length=80, verbose_name="concerns")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=30, verbose_name="telephone at work"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail at work"),
                ),
                (
                    "valid_from",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to="districts.district",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to="districts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "liaison for support groups",
                "verbose_name_plural": "liaisons for support groups",
                "ordering": ["-role", "concerns", "-valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district__isnull", False), ("organisation__isnull", True)),
                            models.Q(("district__isnull", True), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="liaison_of_district_or_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["liaison", "deputy"])),
                        name="liaison_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("user__isnull", False)),
                            models.Q(("user__isnull", True), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="liaison_is_an_account_or_a_name",
                        violation_error_message="Choose an account or write a name, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="liaison_can_be_reached",
                        violation_error_message="Say how to reach the person: telephone or e-mail.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="liaison_ends_after_it_begins",
                        violation_error_message="The last day is before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("role", "="),
                            ("concerns", "="),
                            (barnstod.accounts.models.DateRange("valid_from", "valid_to"), "&&"),
                        ],
                        name="liaison_of_district_once_at_a_time",
                        violation_error_message="Somebody else has this role here during those days.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("organisation", "="),
                            ("role", "="),
                            ("concerns", "="),
                            (barnstod.accounts.models.DateRange("valid_from", "valid_to"), "&&"),
                        ],
                        name="liaison_of_organisation_once_at_a_time",
                        violation_error_message="Somebody else has this role here during those days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperatingGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("amount_sek", models.PositiveIntegerField(verbose_name="kronor")),
                ("decision", models.CharField(max_length=80, verbose_name="decision")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operating_grants",
                        to="districts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "operating grant",
                "verbose_name_plural": "operating grants",
                "ordering": ["-year", "decision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "year", "decision"),
                        name="operating_grant_once_in_a_decision",
                        violation_error_message="This decision is already written for that year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_sek__gte", 1)),
                        name="operating_grant_is_some_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                        name="operating_grant_year_is_plausible",
                        violation_error_message="Write the year with four figures.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", ""), _negated=True),
                        name="operating_grant_names_its_decision",
                    ),
                ],
            },
        ),
    ]
