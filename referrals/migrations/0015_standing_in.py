"""Who stands in for a leader meets the children of that session; a room that moves is looked at."""

from django.db import migrations

# The sessions that the actor leads in person, on their day and the day after: the wall behind
# Session.objects.led_in_person. It lets in to the children of the group; the rule to one session.
STANDING_IN = """
CREATE FUNCTION referrals_led_in_person() RETURNS TABLE (session_id bigint, group_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, s.group_id FROM groups_sessionleader AS link
    JOIN groups_session AS s ON s.id = link.session_id
    JOIN groups_leader AS leader ON leader.id = link.leader_id
    WHERE leader.user_id = barnstod_actor_user() AND referrals_has_role('leader') AND s.active
        AND (lower(s.during) AT TIME ZONE 'Europe/Stockholm')::date
            BETWEEN referrals_today() - 1 AND referrals_today() $$;

CREATE POLICY sees_in_person ON referrals_referral FOR SELECT USING (
    protection = 'none' AND state IN ('accepted', 'started')
    AND group_id = ANY (ARRAY(SELECT group_id FROM referrals_led_in_person())));
CREATE POLICY sees_in_person ON referrals_headcount FOR SELECT USING (
    session_id = ANY (ARRAY(SELECT session_id FROM referrals_led_in_person())));
"""
NOT_STANDING_IN = """
DROP POLICY sees_in_person ON referrals_headcount;
DROP POLICY sees_in_person ON referrals_referral;
DROP FUNCTION referrals_led_in_person();
"""

TONIGHT = """
CREATE OR REPLACE FUNCTION referrals_protected_tonight(which bigint) RETURNS TABLE (
    spoken text, state text, presence text, reason text, version integer, marked_by_id bigint,
    marked_at timestamptz, may_collect text[], never_by text[], call_first text, food text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.spoken, r.state, a.presence, a.reason, a.version, a.marked_by_id, a.marked_at,
        e.may_collect, e.never_by, e.call_first, e.food
    FROM groups_session AS s
    JOIN referrals_referral AS r ON r.group_id = s.group_id
    LEFT JOIN referrals_attendance AS a ON a.referral_id = r.id AND a.session_id = s.id
    LEFT JOIN referrals_evening AS e ON e.referral_id = r.id
    WHERE s.id = which AND r.protection <> 'none' AND r.state IN ('accepted', 'started')
        AND (s.group_id IN (SELECT referrals_led_groups()){in_person})
        AND NOT referrals_consent_taken_back(r.id) $$;
"""
IN_PERSON = "\n            OR s.id IN (SELECT session_id FROM referrals_led_in_person())"

# A room that is in another house from now on: each of its sessions is looked at as if it had been
# moved there, by the trigger that looks at moved sessions.
ROOM = """
CREATE FUNCTION referrals_room_moves() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE groups_session SET room_id = room_id
        WHERE room_id = NEW.id AND active AND upper(during) > now();
    RETURN NULL;
END $$;
CREATE TRIGGER room_brings_nobody_together_who_must_not_meet
    AFTER UPDATE OF venue_id ON groups_room FOR EACH ROW
    WHEN (NEW.venue_id <> OLD.venue_id) EXECUTE FUNCTION referrals_room_moves();
"""
NO_ROOM = "DROP FUNCTION referrals_room_moves() CASCADE"

ONLY_THE_APP = """
REVOKE ALL ON FUNCTION referrals_led_in_person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_led_in_person() TO barnstod_app;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0014_handovers"), ("groups", "0081_opening")]
    operations = [
        migrations.RunSQL(STANDING_IN, NOT_STANDING_IN),
        migrations.RunSQL(TONIGHT.format(in_person=IN_PERSON), TONIGHT.format(in_person="")),
        migrations.RunSQL(ROOM, NO_ROOM),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
