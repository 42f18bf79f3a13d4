"""What one row of a roll call cannot show, and the second wall around it."""

from django.db import migrations

# A child is marked in a session of its own group, where the programme keeps rows about children at
# all; and who came has begun, which nobody does without a yes to taking part.
MARKS = """
CREATE FUNCTION referrals_check_mark() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM referrals_referral AS child
        JOIN groups_session AS session ON session.group_id = child.group_id
        JOIN groups_supportgroup AS g ON g.id = session.group_id
        JOIN groups_programme AS programme ON programme.id = g.programme_id
        WHERE child.id = NEW.referral_id AND session.id = NEW.session_id
            AND programme.documentation_mode = 'identified'
            AND (child.state IN ('started', 'completed', 'discontinued')
                OR child.state = 'accepted' AND NEW.presence = 'absent')
    ) THEN
        RAISE EXCEPTION 'marked in another group, before it began, or where no names are kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_in_own_group_once_begun';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attendance_fits BEFORE INSERT OR UPDATE ON referrals_attendance
    FOR EACH ROW EXECUTE FUNCTION referrals_check_mark();

CREATE FUNCTION referrals_check_head_count() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM groups_session AS session
        JOIN groups_supportgroup AS g ON g.id = session.group_id
        JOIN groups_programme AS programme ON programme.id = g.programme_id
        WHERE session.id = NEW.session_id AND programme.documentation_mode = 'de_identified'
    ) THEN
        RAISE EXCEPTION 'children are marked one by one here'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'head_count_only_where_no_names_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER head_count_fits BEFORE INSERT OR UPDATE ON referrals_headcount
    FOR EACH ROW EXECUTE FUNCTION referrals_check_head_count();
"""
NO_MARKS = """
DROP FUNCTION referrals_check_head_count() CASCADE;
DROP FUNCTION referrals_check_mark() CASCADE;
"""

# Nobody overwrites what they have not seen.
VERSIONS = """
CREATE FUNCTION referrals_refuse_unseen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'a mark changes by one version at a time, and stays with child and session'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_is_not_overwritten_unseen';
END $$;
CREATE TRIGGER attendance_counts_versions BEFORE UPDATE ON referrals_attendance FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1 OR NEW.referral_id <> OLD.referral_id
        OR NEW.session_id <> OLD.session_id)
    EXECUTE FUNCTION referrals_refuse_unseen();
CREATE TRIGGER head_count_counts_versions BEFORE UPDATE ON referrals_headcount FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1 OR NEW.session_id <> OLD.session_id)
    EXECUTE FUNCTION referrals_refuse_unseen();
"""

SYSTEM = "(SELECT referrals_is_system())"
OFFICE = "(SELECT referrals_is_system() OR referrals_has_role('coordinator'))"
SEES_CHILD = "EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id)"


def wall(table, *, sees, changes, removes=SYSTEM):
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON {table} FOR SELECT USING ({sees});
CREATE POLICY writes ON {table} FOR INSERT WITH CHECK ({changes});
CREATE POLICY changes ON {table} FOR UPDATE USING ({changes}) WITH CHECK ({changes});
CREATE POLICY removes ON {table} FOR DELETE USING ({removes});
"""


def no_wall(table):
    dropped = "".join(
        f"DROP POLICY {policy} ON {table};" for policy in ("sees", "writes", "changes", "removes")
    )
    return f"{dropped} ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


# A roll call is written by its service alone, which asks who leads the group: the leader of a
# protected child may not even find its case.
WALLS = {
    "referrals_attendance": {
        "sees": """EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id
            AND (r.feedback_level = 'attendance_too' OR (SELECT referrals_is_system()
                OR referrals_has_role('coordinator') OR referrals_has_role('leader'))))""",
        "changes": SYSTEM,
    },
    "referrals_headcount": {
        "sees": f"""{OFFICE} OR (SELECT referrals_has_role('head'))
            OR EXISTS (SELECT FROM groups_session AS s WHERE s.id = session_id
                AND s.group_id = ANY (ARRAY(SELECT referrals_led_groups())))""",
        "changes": SYSTEM,
    },
    "referrals_absences": {
        "sees": f"{OFFICE} AND {SEES_CHILD}",
        "changes": f"{OFFICE} AND {SEES_CHILD}",
    },
    "referrals_evening": {
        "sees": SEES_CHILD,
        "changes": f"""(SELECT referrals_is_system() OR referrals_has_role('coordinator')
            OR referrals_has_role('social_worker')) AND {SEES_CHILD}""",
    },
    "referrals_talk": {"sees": SEES_CHILD, "changes": f"{OFFICE} AND {SEES_CHILD}"},
}

# Under its alias a leader sees of a protected child what keeps it safe tonight, and whether it
# came. Nothing of it says who the child is.
TONIGHT = """
CREATE FUNCTION referrals_protected_tonight(which bigint) RETURNS TABLE (
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
        AND s.group_id IN (SELECT referrals_led_groups())
        AND NOT (EXISTS (SELECT FROM referrals_consent AS c
                         WHERE c.referral_id = r.id AND c.withdrawn_on IS NOT NULL)
            AND NOT EXISTS (SELECT FROM referrals_consent AS c
                            WHERE c.referral_id = r.id AND c.withdrawn_on IS NULL)) $$;
"""
DEFINERS = (
    "referrals_check_mark()",
    "referrals_check_head_count()",
    "referrals_protected_tonight(bigint)",
)
ONLY_THE_APP = "".join(
    f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
    f"GRANT EXECUTE ON FUNCTION {function} TO barnstod_app;\n"
    for function in DEFINERS
)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_attendance"),
        ("security", "0001_privileges"),
        ("groups", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(MARKS, NO_MARKS),
        migrations.RunSQL(VERSIONS, "DROP FUNCTION referrals_refuse_unseen() CASCADE"),
        *(
            migrations.RunSQL(wall(table, **rules), no_wall(table))
            for table, rules in WALLS.items()
        ),
        migrations.RunSQL(TONIGHT, "DROP FUNCTION referrals_protected_tonight(bigint)"),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
