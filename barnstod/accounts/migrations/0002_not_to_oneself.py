"""Nobody gives a role to oneself, whatever the code above the database forgets to ask."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION role_grant_not_to_oneself() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.user_id = barnstod_actor_user() THEN
        RAISE EXCEPTION 'nobody changes the own roles' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER role_grant_not_to_oneself BEFORE INSERT OR UPDATE ON accounts_rolegrant
    FOR EACH ROW EXECUTE FUNCTION role_grant_not_to_oneself();
"""
ALLOW = "DROP FUNCTION role_grant_not_to_oneself() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
