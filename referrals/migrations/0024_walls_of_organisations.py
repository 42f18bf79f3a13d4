"""The second wall lets an organisation in to what it sent itself, as it does the unit of a board.

What a policy says of a unit it says of an organisation, in the same words; who writes to the tables
that hang on a case is asked in one place from now on.
"""

from django.db import migrations

# The organisations for which the actor sends requests today. A leader there sends none.
ACTOR = """
CREATE FUNCTION referrals_organisations() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT a.organisation_id FROM districts_affiliation AS a
    WHERE a.user_id = barnstod_actor_user() AND a.organisation_id IS NOT NULL
        AND a.valid_from <= referrals_today()
        AND (a.valid_to IS NULL OR a.valid_to >= referrals_today())
        AND referrals_has_role('referrer') $$;
REVOKE ALL ON FUNCTION referrals_organisations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_organisations() TO barnstod_app;

CREATE FUNCTION referrals_works_with_cases() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT referrals_is_system() OR referrals_has_role('coordinator')
    OR referrals_has_role('social_worker') OR referrals_has_role('referrer') $$;
"""
NO_ACTOR = """
DROP FUNCTION referrals_works_with_cases();
DROP FUNCTION referrals_organisations();
"""

NOW = "OR r.sender_organisation_id IN (SELECT referrals_organisations())"
READERS = """
CREATE OR REPLACE FUNCTION referrals_named_cases() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT n.referral_id FROM referrals_namedreader AS n
    JOIN referrals_referral AS r ON r.id = n.referral_id
    WHERE n.user_id = barnstod_actor_user() AND (
        (SELECT referrals_has_role('coordinator'))
        OR r.sender_district_id IN (SELECT referrals_districts()) {own}
        OR EXISTS (SELECT FROM referrals_handover AS h
            WHERE h.referral_id = r.id AND (h.from_unit_id IN (SELECT referrals_districts())
                OR h.to_unit_id IN (SELECT referrals_districts())))) $$;

CREATE OR REPLACE FUNCTION referrals_may_name(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT referrals_is_system() OR referrals_has_role('head')
    OR which IN (SELECT referrals_named_cases())
    OR NOT EXISTS (SELECT FROM referrals_namedreader WHERE referral_id = which)
        AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = which AND (
            r.sent_by_id = barnstod_actor_user()
            OR r.protection = 'none'
                AND (r.sender_district_id IN (SELECT referrals_districts()) {own}))) $$;
"""

# Who sends a case is written once: a unit's goes to another by a handover, an organisation's never.
STAYS = """
CREATE FUNCTION referrals_refuse_organisation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'what an organisation sent is not given to another'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_organisation_never_changes';
END $$;
CREATE TRIGGER referral_organisation_never_changes
    BEFORE UPDATE OF sender_organisation_id ON referrals_referral FOR EACH ROW
    WHEN (OLD.sender_organisation_id IS DISTINCT FROM NEW.sender_organisation_id)
    EXECUTE FUNCTION referrals_refuse_organisation();

CREATE FUNCTION referrals_refuse_giving() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (SELECT FROM referrals_referral
               WHERE id = NEW.referral_id AND sender_organisation_id IS NOT NULL) THEN
        RAISE EXCEPTION 'what an organisation sent is handed over by nobody'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_of_no_organisations_case';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION referrals_refuse_giving() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_refuse_giving() TO barnstod_app;
CREATE TRIGGER handover_of_no_organisations_case AFTER INSERT ON referrals_handover
    FOR EACH ROW EXECUTE FUNCTION referrals_refuse_giving();
"""
NO_STAYS = """
DROP FUNCTION referrals_refuse_giving() CASCADE;
DROP FUNCTION referrals_refuse_organisation() CASCADE;
"""


def of_referral(*, also: bool) -> str:
    """Return the rules of the cases; with ``also`` they know of organisations."""
    units = "sender_district_id IS NOT NULL"
    nobodys = "sender_district_id IS NULL"
    own = "sender_district_id = ANY (ARRAY(SELECT referrals_districts()))"
    if also:
        units = f"({units} OR sender_organisation_id IS NOT NULL)"
        nobodys += " AND sender_organisation_id IS NULL"
        own += " OR sender_organisation_id = ANY (ARRAY(SELECT referrals_organisations()))"
    changes = f"""
    (SELECT referrals_is_system())
    OR protection = 'none' AND (
        (SELECT referrals_has_role('coordinator')) AND NOT (state = 'draft' AND {units})
        OR {own})
    OR protection <> 'none' AND id = ANY (ARRAY(SELECT referrals_named_cases()))"""
    return f"""
ALTER POLICY sees ON referrals_referral USING ({changes}
    OR protection = 'none' AND state IN ('accepted', 'started')
        AND group_id = ANY (ARRAY(SELECT referrals_led_groups())));
ALTER POLICY changes ON referrals_referral USING ({changes}) WITH CHECK ({changes});
ALTER POLICY removes ON referrals_referral USING (
    (SELECT referrals_is_system()) OR state = 'draft' AND ({changes}));
ALTER POLICY writes ON referrals_referral WITH CHECK (
    (SELECT referrals_is_system())
    OR (SELECT barnstod_actor()) = 'intake'
        AND state = 'interest' AND names <> 'full' AND {nobodys}
    OR sent_by_id = (SELECT barnstod_actor_user()) AND state IN ('draft', 'submitted') AND (
        {own} OR {nobodys} AND (SELECT referrals_has_role('coordinator'))));
ALTER POLICY writes_calls ON referrals_referral WITH CHECK (
    state = 'interest' AND protection = 'none' AND {nobodys}
    AND sent_by_id = (SELECT barnstod_actor_user())
    AND (SELECT referrals_has_role('coordinator')));
"""


def of_the_rest(staff: str) -> str:
    """Return the rules of what hangs on a case, for those who are ``staff``."""
    case = f"{staff} AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id)"
    word = case.replace("= referral_id", "= identity_id")
    family = (
        f"{staff} AND EXISTS (SELECT FROM referrals_referral AS r"
        " WHERE r.household_id = referrals_{}.{})"
    )
    household, parent = (
        family.format("household", "id"),
        family.format("parentplace", "household_id"),
    )
    office = "(SELECT referrals_is_system() OR referrals_has_role('coordinator'))"
    rules = [
        ("identity", f"{case} OR referrals_intake_may_add(referral_id)", case, case),
        ("identityword", word, word, word),
        ("offer", case, case, case),
        ("consent", case, case, case),
        ("evening", case, case, None),
        ("amendment", case, None, case),
    ]
    lines = []
    for table, writes, changes, removes in rules:
        lines.append(f"ALTER POLICY writes ON referrals_{table} WITH CHECK ({writes});")
        if changes:
            lines.append(
                f"ALTER POLICY changes ON referrals_{table} USING ({changes}) WITH CHECK ({changes});"
            )
        if removes:
            lines.append(f"ALTER POLICY removes ON referrals_{table} USING ({removes});")
    return "\n".join(
        [
            *lines,
            f"ALTER POLICY sees ON referrals_amendment USING ({case});",
            f"ALTER POLICY sees ON referrals_household USING ((SELECT referrals_is_system()) OR {household});",
            f"ALTER POLICY changes ON referrals_household USING ({office} AND {household}"
            f" OR (SELECT referrals_is_system())) WITH CHECK ({office} AND {household}"
            " OR (SELECT referrals_is_system()));",
            f"ALTER POLICY sees ON referrals_parentplace USING ({parent});",
            f"ALTER POLICY writes ON referrals_parentplace WITH CHECK ({office} AND {parent});",
            f"ALTER POLICY changes ON referrals_parentplace USING ({parent}) WITH CHECK ({parent});",
        ]
    )


STAFF_BEFORE = """(SELECT referrals_is_system() OR referrals_has_role('coordinator')
    OR referrals_has_role('social_worker'))"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0023_sent_by_organisations"),
        ("accounts", "0003_senders_in_organisations"),
    ]
    operations = [
        migrations.RunSQL(ACTOR, NO_ACTOR),
        migrations.RunSQL(READERS.format(own=NOW), READERS.format(own="")),
        migrations.RunSQL(STAYS, NO_STAYS),
        migrations.RunSQL(of_referral(also=True), of_referral(also=False)),
        migrations.RunSQL(
            of_the_rest("(SELECT referrals_works_with_cases())"), of_the_rest(STAFF_BEFORE)
        ),
    ]
