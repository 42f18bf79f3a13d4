"""A letter to an address that several read, or to a person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_secret_address"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mailbox",
            field=models.EmailField(blank=True, max_length=254, verbose_name="mailbox"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="recipient",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mailbox", ""), ("recipient__isnull", False)),
                    models.Q(
                        ("recipient__isnull", True),
                        ("sealed_path", ""),
                        models.Q(("mailbox", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_to_a_person_or_a_mailbox",
            ),
        ),
    ]
