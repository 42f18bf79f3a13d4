import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0050_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Barrier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("page", models.CharField(blank=True, max_length=300, verbose_name="page")),
                ("text", models.TextField(max_length=2000, verbose_name="what is hard")),
                (
                    "sealed_contact",
                    models.CharField(blank=True, max_length=400, verbose_name="how to answer"),
                ),
                (
                    "reported_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="reported"
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "verbose_name": "report about accessibility",
                "verbose_name_plural": "reports about accessibility",
                "ordering": ["reported_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^\\s*$"), _negated=True),
                        name="barrier_is_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_contact", ""), ("answered_on__isnull", True), _connector="OR"
                        ),
                        name="barrier_contact_forgotten_when_answered",
                    ),
                ],
            },
        ),
    ]
