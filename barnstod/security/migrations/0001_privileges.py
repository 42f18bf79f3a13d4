"""What barnstod_app may do with the tables that barnstod_owner makes: rows, never tables."""

from django.db import migrations

GRANT = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO barnstod_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO barnstod_app;
GRANT USAGE ON SCHEMA public TO barnstod_app;
GRANT SELECT ON django_migrations TO barnstod_app;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""

# Who acts in this transaction: 'user:<id>', 'intake', 'system:<job>', or NULL for nobody.
ACTOR = """
CREATE FUNCTION barnstod_actor() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('barnstod.actor', true), '') $$;

CREATE FUNCTION barnstod_actor_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT substring(barnstod_actor() FROM '^user:([0-9]+)$')::bigint $$;
"""

# Å, ä and ö sort after z on every machine, whatever its locale library knows.
SORTING = """
CREATE FUNCTION swedish_order(t text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT translate(lower(t), 'åäöéèüæø', '{|}eeyz~') COLLATE "C" $$;
"""


class Migration(migrations.Migration):
    initial = True
    run_before = [
        ("accounts", "0001_initial"),
        ("contenttypes", "0001_initial"),
        ("sessions", "0001_initial"),
        ("audit", "0001_initial"),
        ("jobs", "0001_initial"),
        ("web", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        migrations.RunSQL(
            ACTOR, "DROP FUNCTION barnstod_actor_user(); DROP FUNCTION barnstod_actor()"
        ),
        migrations.RunSQL(SORTING, "DROP FUNCTION swedish_order(text)"),
    ]
