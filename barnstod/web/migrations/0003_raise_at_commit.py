"""Raise the public version at commit, once a transaction, instead of at each statement.

The row of the version is one for all writers. Locked at the first write, it would be held
until commit, and two writers who then need each other's rows would deadlock; locked last of
all, by a deferred trigger, it never waits for anything.
"""

from django.db import migrations

AT_COMMIT = """
CREATE TABLE web_publicchange (
    transaction xid8 PRIMARY KEY DEFAULT pg_current_xact_id()
);

CREATE OR REPLACE FUNCTION barnstod_raise_public_version() RETURNS trigger
    LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO web_publicchange DEFAULT VALUES ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION barnstod_raise_public_version_now() RETURNS trigger
    LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE web_publicversion SET number = number + 1;
    DELETE FROM web_publicchange WHERE transaction = NEW.transaction;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER raise_public_version_at_commit
    AFTER INSERT ON web_publicchange DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION barnstod_raise_public_version_now();
"""
AT_STATEMENT = """
CREATE OR REPLACE FUNCTION barnstod_raise_public_version() RETURNS trigger
    LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE web_publicversion SET number = number + 1;
    RETURN NULL;
END $$;
DROP TABLE web_publicchange;
DROP FUNCTION barnstod_raise_public_version_now();
"""


class Migration(migrations.Migration):
    dependencies = [("web", "0002_public_version")]
    operations = [migrations.RunSQL(AT_COMMIT, AT_STATEMENT)]
