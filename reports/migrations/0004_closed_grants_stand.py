"""What the models cannot say: a closed grant stands, with everything that belongs to it."""

from django.db import migrations

PARTS = ("budgetline", "ledgerline", "goal", "activity", "deadline", "decision")

# Waits for whoever is closing the grant just now, and then sees that it is closed.
GUARD = """
CREATE FUNCTION closed_grant_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'a closed grant never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER closed_grant_refuses_change BEFORE UPDATE OR DELETE ON reports_grant
    FOR EACH ROW EXECUTE FUNCTION closed_grant_stands();

CREATE FUNCTION parts_of_closed_grant_stand() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    found text;
BEGIN
    FOR found IN SELECT state FROM reports_grant
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.grant_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.grant_id END) FOR SHARE LOOP
        IF found = 'closed' THEN
            RAISE EXCEPTION 'a closed grant never changes'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
"""
UNGUARD = """
DROP TRIGGER closed_grant_refuses_change ON reports_grant;
DROP FUNCTION closed_grant_stands();
DROP FUNCTION parts_of_closed_grant_stand() CASCADE;
"""


def trigger(part: str) -> str:
    return (
        f"CREATE TRIGGER {part}_of_closed_grant_refuses_change BEFORE INSERT OR UPDATE OR DELETE"
        f" ON reports_{part} FOR EACH ROW EXECUTE FUNCTION parts_of_closed_grant_stand();"
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_grants_from_application_to_closing")]
    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL("".join(map(trigger, PARTS)), migrations.RunSQL.noop),
    ]
