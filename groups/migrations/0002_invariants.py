"""What the model cannot say: equal copies of a session's time, and the public version."""

from django.db import migrations

EQUAL_COPIES = """
ALTER TABLE groups_sessionleader ADD CONSTRAINT session_leader_follows_its_session
    FOREIGN KEY (session_id, during, active) REFERENCES groups_session (id, during, active)
    ON UPDATE CASCADE ON DELETE CASCADE;
"""
PUBLIC_TABLES = (
    "groups_programme",
    "groups_supportgroup",
    "groups_supportgroup_hosting_districts",
    "groups_supportgroup_leaders",
    "groups_session",
    "groups_venue",
    "groups_room",
    "districts_district",
    "districts_neighbourhood",
    "districts_organisation",
)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_initial"),
        ("districts", "0001_initial"),
        ("web", "0002_public_version"),
    ]
    operations = [
        migrations.RunSQL(
            EQUAL_COPIES,
            "ALTER TABLE groups_sessionleader DROP CONSTRAINT session_leader_follows_its_session",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER raise_public_version AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION barnstod_raise_public_version()",
                f"DROP TRIGGER raise_public_version ON {table}",
            )
            for table in PUBLIC_TABLES
        ),
    ]
