"""A room with steps that comes under a child who cannot manage them: the office looks again."""

from django.db import migrations

# The groups that come to a room that gets steps: its own plan says so, or a session to come is
# there. Whoever the child is (protected, another unit's), so this belongs to the owner.
STEPS = """
CREATE FUNCTION referrals_room_has_steps() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    concerned bigint[];
BEGIN
    IF TG_TABLE_NAME = 'groups_room' THEN
        concerned := ARRAY(SELECT id FROM groups_supportgroup WHERE room_id = NEW.id
            UNION SELECT group_id FROM groups_session
                WHERE room_id = NEW.id AND active AND upper(during) > now());
    ELSIF (SELECT is_step_free FROM groups_room WHERE id = NEW.room_id) THEN
        RETURN NULL;
    ELSIF TG_TABLE_NAME = 'groups_session' THEN
        concerned := ARRAY[NEW.group_id];
    ELSE
        concerned := ARRAY[NEW.id];
    END IF;
    UPDATE referrals_referral SET must_check_fit = true
        WHERE group_id = ANY (concerned) AND 'step_free' = ANY (room_needs)
            AND state IN ('offered', 'accepted', 'started') AND NOT must_check_fit;
    RETURN NULL;
END $$;
CREATE TRIGGER room_that_gets_steps_is_looked_at
    AFTER UPDATE OF is_step_free ON groups_room FOR EACH ROW
    WHEN (OLD.is_step_free AND NOT NEW.is_step_free) EXECUTE FUNCTION referrals_room_has_steps();
CREATE TRIGGER group_that_gets_steps_is_looked_at
    AFTER UPDATE OF room_id ON groups_supportgroup FOR EACH ROW
    WHEN (NEW.room_id IS DISTINCT FROM OLD.room_id AND NEW.room_id IS NOT NULL)
    EXECUTE FUNCTION referrals_room_has_steps();
CREATE TRIGGER session_that_gets_steps_is_looked_at
    AFTER UPDATE OF room_id ON groups_session FOR EACH ROW
    WHEN (NEW.room_id IS DISTINCT FROM OLD.room_id AND NEW.room_id IS NOT NULL AND NEW.active)
    EXECUTE FUNCTION referrals_room_has_steps();
"""
NO_STEPS = "DROP FUNCTION referrals_room_has_steps() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0019_readers_of_the_unit"), ("groups", "0082_venues")]
    operations = [migrations.RunSQL(STEPS, NO_STEPS)]
