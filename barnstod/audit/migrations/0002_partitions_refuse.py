"""Each year's table refuses TRUNCATE itself: a statement trigger is not inherited from above.

Dropping a whole year stays possible for the owner alone; the retention plan asks for it.
"""

from django.db import migrations

PARTITIONS = ["other", *range(2026, 2041)]


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON audit_auditevent_{part} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
            f"DROP TRIGGER audit_refuses_truncate ON audit_auditevent_{part}",
        )
        for part in PARTITIONS
    ]
