"""Who has left the unit reads its protected cases no more; the head learns of handovers left."""

from django.db import migrations

# A handover shows either unit its own row of it: its named readers go on reading that.
NAMED = """
CREATE OR REPLACE FUNCTION referrals_named_cases() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT n.referral_id FROM referrals_namedreader AS n
    JOIN referrals_referral AS r ON r.id = n.referral_id
    WHERE n.user_id = barnstod_actor_user() AND (
        (SELECT referrals_has_role('coordinator'))
        OR r.sender_district_id IN (SELECT referrals_districts())
        OR EXISTS (SELECT FROM referrals_handover AS h
            WHERE h.referral_id = r.id AND (h.from_unit_id IN (SELECT referrals_districts())
                OR h.to_unit_id IN (SELECT referrals_districts())))) $$;
"""
NAMED_BEFORE = """
CREATE OR REPLACE FUNCTION referrals_named_cases() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT referral_id FROM referrals_namedreader WHERE user_id = barnstod_actor_user() $$;
"""

# How many handovers no unit has answered, and since when, for the head alone.
LEFT = """
CREATE FUNCTION referrals_handed_over_since() RETURNS SETOF timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT h.given_at FROM referrals_handover AS h
    WHERE h.state = 'open' AND (referrals_has_role('head') OR referrals_is_system()) $$;
REVOKE ALL ON FUNCTION referrals_handed_over_since() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_handed_over_since() TO barnstod_app;
"""
NOT_LEFT = "DROP FUNCTION referrals_handed_over_since();"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0018_safety_answers_kept")]
    operations = [
        migrations.RunSQL(NAMED, NAMED_BEFORE),
        migrations.RunSQL(LEFT, NOT_LEFT),
    ]
