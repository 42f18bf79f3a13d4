"""A file of a waiting list is imported once, known by an HMAC of what stands in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0021_from_the_office")]
    operations = [
        migrations.AddField(
            "caseimport", "content", models.BinaryField(editable=False, max_length=32, null=True)
        ),
        migrations.AddConstraint(
            "caseimport",
            models.UniqueConstraint(
                name="case_import_of_a_file_once",
                fields=("content",),
                condition=models.Q(("undone_at__isnull", True)),
                violation_error_message="The file has been imported meanwhile.",
            ),
        ),
    ]
