"""The one row, and the trigger function that raises it in the transaction of the writer."""

from django.db import migrations

RAISE = """
INSERT INTO web_publicversion (id, number) VALUES (1, 1);
CREATE FUNCTION barnstod_raise_public_version() RETURNS trigger
    LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE web_publicversion SET number = number + 1;
    RETURN NULL;
END $$;
"""
LOWER = "DROP FUNCTION barnstod_raise_public_version(); DELETE FROM web_publicversion;"


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial"), ("security", "0001_privileges")]
    operations = [migrations.RunSQL(RAISE, LOWER)]
