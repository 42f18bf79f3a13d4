"""The second wall: which rows the database itself shows to whoever acts.

Coarser than ``Referral.objects.visible_to``, which is the rule. No actor sees nothing. Every
question about the actor stands in a scalar subselect, so that it is answered once a statement and
not once a row. Functions that must look past the wall belong to the owner of the tables, take
nothing on trust from the caller, and answer about the actor alone.
"""

from django.db import migrations

ACTOR = """
CREATE FUNCTION referrals_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(barnstod_actor() LIKE 'system:_%', false) $$;

CREATE FUNCTION referrals_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (now() AT TIME ZONE 'Europe/Stockholm')::date $$;

CREATE FUNCTION referrals_has_role(wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM accounts_rolegrant AS g JOIN accounts_user AS u ON u.id = g.user_id
    WHERE u.id = barnstod_actor_user() AND u.is_active AND g.role = wanted
        AND g.valid_from <= referrals_today()
        AND (g.valid_to IS NULL OR g.valid_to >= referrals_today())) $$;

-- The districts where the actor is a social worker today, and all that these have taken over.
CREATE FUNCTION referrals_districts() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ WITH RECURSIVE lineage(id) AS (
    SELECT a.district_id FROM districts_affiliation AS a
    WHERE a.user_id = barnstod_actor_user() AND a.district_id IS NOT NULL
        AND a.valid_from <= referrals_today()
        AND (a.valid_to IS NULL OR a.valid_to >= referrals_today())
        AND referrals_has_role('social_worker')
    UNION
    SELECT d.id FROM districts_district AS d JOIN lineage ON d.successor_id = lineage.id)
SELECT id FROM lineage $$;

CREATE FUNCTION referrals_led_groups() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.supportgroup_id FROM groups_supportgroup_leaders AS l
    JOIN groups_leader AS leader ON leader.id = l.leader_id
    WHERE leader.user_id = barnstod_actor_user() AND referrals_has_role('leader') $$;

CREATE FUNCTION referrals_named_cases() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT referral_id FROM referrals_namedreader WHERE user_id = barnstod_actor_user() $$;

-- Who may name readers of a case: the head; a reader; whoever sends it, while nobody is named;
-- and the unit whose child becomes protected after it was sent.
CREATE FUNCTION referrals_may_name(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT referrals_is_system() OR referrals_has_role('head')
    OR which IN (SELECT referrals_named_cases())
    OR NOT EXISTS (SELECT FROM referrals_namedreader WHERE referral_id = which)
        AND EXISTS (SELECT FROM referrals_referral WHERE id = which AND (
            sent_by_id = barnstod_actor_user()
            OR protection = 'none' AND sender_district_id IN (SELECT referrals_districts()))) $$;

-- A family writing through /plats/ reads nothing back, and says once how it can be reached.
CREATE FUNCTION referrals_intake_may_add(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(barnstod_actor() = 'intake', false)
    AND EXISTS (SELECT FROM referrals_referral
                WHERE id = which AND state = 'interest' AND names = 'contact')
    AND NOT EXISTS (SELECT FROM referrals_identity WHERE referral_id = which) $$;
"""
NO_ACTOR = """
DROP FUNCTION referrals_intake_may_add(uuid);
DROP FUNCTION referrals_may_name(uuid);
DROP FUNCTION referrals_named_cases();
DROP FUNCTION referrals_led_groups();
DROP FUNCTION referrals_districts();
DROP FUNCTION referrals_has_role(text);
DROP FUNCTION referrals_today();
DROP FUNCTION referrals_is_system();
"""

# A protected case is hidden from the office and from its own unit alike, unless they are named.
CHANGES = """
    (SELECT referrals_is_system())
    OR protection = 'none' AND (
        (SELECT referrals_has_role('coordinator'))
            AND NOT (state = 'draft' AND sender_district_id IS NOT NULL)
        OR sender_district_id = ANY (ARRAY(SELECT referrals_districts())))
    OR protection <> 'none' AND id = ANY (ARRAY(SELECT referrals_named_cases()))
"""
SEES = f"""{CHANGES}
    OR protection = 'none' AND state IN ('accepted', 'started')
        AND group_id = ANY (ARRAY(SELECT referrals_led_groups()))
"""
WRITES = """
    (SELECT referrals_is_system())
    OR (SELECT barnstod_actor()) = 'intake'
        AND state = 'interest' AND names <> 'full' AND sender_district_id IS NULL
    OR sent_by_id = (SELECT barnstod_actor_user()) AND state IN ('draft', 'submitted') AND (
        sender_district_id = ANY (ARRAY(SELECT referrals_districts()))
        OR sender_district_id IS NULL AND (SELECT referrals_has_role('coordinator')))
"""
REFERRAL = f"""
ALTER TABLE referrals_referral ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_referral FOR SELECT USING ({SEES});
CREATE POLICY writes ON referrals_referral FOR INSERT WITH CHECK ({WRITES});
CREATE POLICY changes ON referrals_referral FOR UPDATE USING ({CHANGES}) WITH CHECK ({CHANGES});
CREATE POLICY removes ON referrals_referral FOR DELETE USING (
    (SELECT referrals_is_system()) OR state = 'draft' AND ({CHANGES}));
"""

# The tables that hang on a referral show what the referral shows, which asks its own policy.
OFFICE = """(SELECT referrals_is_system() OR referrals_has_role('coordinator')
    OR referrals_has_role('social_worker'))"""


def hangs_on_referral(table, column="referral_id", *, intake=False):
    sees = f"EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = {column})"
    may_add = f"{OFFICE} AND {sees}" + (f" OR referrals_intake_may_add({column})" if intake else "")
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON {table} FOR SELECT USING ({sees});
CREATE POLICY writes ON {table} FOR INSERT WITH CHECK ({may_add});
CREATE POLICY changes ON {table} FOR UPDATE USING ({OFFICE} AND {sees}) WITH CHECK ({OFFICE} AND {sees});
CREATE POLICY removes ON {table} FOR DELETE USING ({OFFICE} AND {sees});
"""


NAMED_READER = """
ALTER TABLE referrals_namedreader ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_namedreader FOR SELECT USING (
    (SELECT referrals_is_system() OR referrals_has_role('head'))
    OR user_id = (SELECT barnstod_actor_user())
    OR referral_id = ANY (ARRAY(SELECT referrals_named_cases())));
CREATE POLICY writes ON referrals_namedreader FOR INSERT WITH CHECK (
    referrals_may_name(referral_id)
    AND ((SELECT referrals_is_system()) OR named_by_id = (SELECT barnstod_actor_user())));
CREATE POLICY removes ON referrals_namedreader FOR DELETE USING (
    (SELECT referrals_is_system() OR referrals_has_role('head')));
"""

# Two looks past the wall that the table of rights asks for, no wider than it says.
PAST_THE_WALL = """
-- The head names the readers of protected cases, and learns no more of them than this.
CREATE FUNCTION referrals_protected_cases()
    RETURNS TABLE (id uuid, reference text, spoken text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.id, r.reference, r.spoken, r.state FROM referrals_referral AS r
    WHERE r.protection <> 'none' AND r.closed_at IS NULL
        AND (referrals_has_role('head') OR referrals_is_system()) $$;

-- A leader meets the protected children of the own groups under their aliases, and nothing else.
CREATE FUNCTION referrals_protected_in(which bigint) RETURNS TABLE (spoken text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.spoken, r.state FROM referrals_referral AS r
    WHERE r.protection <> 'none' AND r.group_id = which AND r.state IN ('accepted', 'started')
        AND which IN (SELECT referrals_led_groups()) $$;
"""
DEFINERS = (
    "referrals_has_role(text)",
    "referrals_districts()",
    "referrals_led_groups()",
    "referrals_named_cases()",
    "referrals_may_name(uuid)",
    "referrals_intake_may_add(uuid)",
    "referrals_protected_cases()",
    "referrals_protected_in(bigint)",
    "referrals_check_offer(uuid)",
    "referrals_check_consent(uuid)",
    "referrals_check_seats(bigint)",
)
ONLY_THE_APP = "".join(
    f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
    f"GRANT EXECUTE ON FUNCTION {function} TO barnstod_app;\n"
    for function in DEFINERS
)


def off(table, *policies):
    dropped = "".join(f"DROP POLICY {policy} ON {table};" for policy in policies)
    return f"{dropped} ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


ALL = ("sees", "writes", "changes", "removes")


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0002_guards"),
        ("security", "0001_privileges"),
        ("accounts", "0001_initial"),
        ("districts", "0001_initial"),
        ("groups", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(ACTOR, NO_ACTOR),
        migrations.RunSQL(REFERRAL, off("referrals_referral", *ALL)),
        migrations.RunSQL(
            hangs_on_referral("referrals_identity", intake=True), off("referrals_identity", *ALL)
        ),
        migrations.RunSQL(
            hangs_on_referral("referrals_identityword", "identity_id"),
            off("referrals_identityword", *ALL),
        ),
        migrations.RunSQL(hangs_on_referral("referrals_offer"), off("referrals_offer", *ALL)),
        migrations.RunSQL(hangs_on_referral("referrals_consent"), off("referrals_consent", *ALL)),
        migrations.RunSQL(NAMED_READER, off("referrals_namedreader", "sees", "writes", "removes")),
        migrations.RunSQL(
            PAST_THE_WALL,
            "DROP FUNCTION referrals_protected_in(bigint);"
            "DROP FUNCTION referrals_protected_cases();",
        ),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
