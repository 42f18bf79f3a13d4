"""What one row of a family cannot show: who meets whom, what siblings wish, and the parent's seat.

Each of these looks at rows that whoever acts may not see (a protected child, another unit's), and
so belongs to the owner of the tables. They answer with yes or no, never with a row.
"""

from django.db import migrations

# Two groups share an evening if they are one, or a pair, or have a session to come in the same
# venue on the same day in Stockholm.
MEETING = """
CREATE FUNCTION referrals_share_an_evening(one bigint, other bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT one = other
    OR EXISTS (SELECT FROM groups_supportgroup AS g
        WHERE (g.id = one AND g.parallel_group_id = other)
            OR (g.id = other AND g.parallel_group_id = one))
    OR EXISTS (SELECT FROM groups_session AS a
        JOIN groups_room AS here ON here.id = a.room_id
        JOIN groups_room AS there ON there.venue_id = here.venue_id
        JOIN groups_session AS b ON b.room_id = there.id
        WHERE a.group_id = one AND b.group_id = other AND a.active AND b.active
            AND upper(a.during) > now()
            AND (lower(a.during) AT TIME ZONE 'Europe/Stockholm')::date
                = (lower(b.during) AT TIME ZONE 'Europe/Stockholm')::date) $$;

-- The groups where somebody of this case comes: the child, and a parent beside it.
CREATE FUNCTION referrals_whereabouts(which uuid) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.group_id FROM referrals_referral AS r
    WHERE r.id = which AND r.state IN ('offered', 'accepted', 'started')
    UNION
    SELECT p.group_id FROM referrals_parentplace AS p
    JOIN referrals_referral AS r ON r.household_id = p.household_id
    WHERE r.id = which AND p.state <> 'released' $$;

CREATE FUNCTION referrals_would_meet(one uuid, other uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM referrals_whereabouts(one) AS here, referrals_whereabouts(other) AS there
    WHERE referrals_share_an_evening(here, there)) $$;

-- The pairs of these cases are locked one after the other: of two who are given places at the same
-- time, the second waits and then sees the first.
CREATE FUNCTION referrals_refuse_meeting() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    concerned uuid[];
    pair record;
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'referrals_keptapart' THEN concerned := ARRAY[NEW.first_id];
        WHEN 'referrals_referral' THEN concerned := ARRAY[NEW.id];
        WHEN 'referrals_parentplace' THEN
            concerned := ARRAY(SELECT id FROM referrals_referral
                WHERE household_id = NEW.household_id);
        ELSE concerned := ARRAY(
            SELECT id FROM referrals_referral
                WHERE group_id = NEW.group_id AND state IN ('offered', 'accepted', 'started')
            UNION SELECT r.id FROM referrals_referral AS r
                JOIN referrals_parentplace AS p ON p.household_id = r.household_id
                WHERE p.group_id = NEW.group_id AND p.state <> 'released');
    END CASE;
    FOR pair IN SELECT first_id, second_id FROM referrals_keptapart
        WHERE first_id = ANY (concerned) OR second_id = ANY (concerned)
        ORDER BY id FOR UPDATE
    LOOP
        IF referrals_would_meet(pair.first_id, pair.second_id) THEN
            RAISE EXCEPTION 'two who must not meet would come the same evening'
                USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'people_who_must_not_meet';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER kept_apart_do_not_meet AFTER INSERT ON referrals_keptapart
    FOR EACH ROW EXECUTE FUNCTION referrals_refuse_meeting();
CREATE TRIGGER referral_meets_nobody_it_must_not
    AFTER INSERT OR UPDATE OF state, group_id, household_id ON referrals_referral FOR EACH ROW
    WHEN (NEW.group_id IS NOT NULL OR NEW.household_id IS NOT NULL)
    EXECUTE FUNCTION referrals_refuse_meeting();
CREATE TRIGGER parent_meets_nobody_they_must_not
    AFTER INSERT OR UPDATE ON referrals_parentplace FOR EACH ROW
    WHEN (NEW.state <> 'released') EXECUTE FUNCTION referrals_refuse_meeting();
CREATE TRIGGER session_brings_nobody_together_who_must_not_meet
    AFTER INSERT OR UPDATE OF during, room_id, group_id, active ON groups_session FOR EACH ROW
    WHEN (NEW.active AND NEW.room_id IS NOT NULL) EXECUTE FUNCTION referrals_refuse_meeting();
"""
NO_MEETING = """
DROP FUNCTION referrals_refuse_meeting() CASCADE;
DROP FUNCTION referrals_would_meet(uuid, uuid);
DROP FUNCTION referrals_whereabouts(uuid);
DROP FUNCTION referrals_share_an_evening(bigint, bigint);
"""

# Deferred where a service places or moves several children of a household in one transaction.
SIBLINGS = """
CREATE FUNCTION referrals_check_household(which uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE
    wish text;
    children bigint;
    rooms bigint;
BEGIN
    SELECT siblings INTO wish FROM referrals_household WHERE id = which FOR UPDATE;
    SELECT count(*), count(DISTINCT group_id) INTO children, rooms FROM referrals_referral
        WHERE household_id = which AND state IN ('offered', 'accepted', 'started');
    IF wish = 'apart' AND rooms < children OR wish = 'together' AND rooms > 1 THEN
        RAISE EXCEPTION 'the siblings wish it otherwise'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'siblings_are_as_they_wish';
    END IF;
    IF 1 < (SELECT count(DISTINCT protection = 'none') FROM referrals_referral
            WHERE household_id = which) THEN
        RAISE EXCEPTION 'a household is protected as one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_is_protected_as_one';
    END IF;
END $$;

CREATE FUNCTION referrals_child_of_household() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM referrals_check_household(NEW.household_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER child_fits_household
    AFTER INSERT OR UPDATE OF state, group_id, household_id, protection ON referrals_referral
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.household_id IS NOT NULL)
    EXECUTE FUNCTION referrals_child_of_household();

CREATE FUNCTION referrals_household_wishes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM referrals_check_household(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER household_fits_children
    AFTER UPDATE OF siblings ON referrals_household
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
    EXECUTE FUNCTION referrals_household_wishes();

-- Offers made together have one answer. One that was taken back, because that child's request was
-- withdrawn, is not an answer.
CREATE FUNCTION referrals_answered_as_one() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF 1 < (SELECT count(DISTINCT state) FROM referrals_offer
            WHERE together = NEW.together AND state <> 'withdrawn') THEN
        RAISE EXCEPTION 'offers made together are answered together'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offers_together_have_one_answer';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offers_are_answered_as_one
    AFTER INSERT OR UPDATE ON referrals_offer
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.together IS NOT NULL)
    EXECUTE FUNCTION referrals_answered_as_one();
"""
NO_SIBLINGS = """
DROP FUNCTION referrals_answered_as_one() CASCADE;
DROP FUNCTION referrals_household_wishes() CASCADE;
DROP FUNCTION referrals_child_of_household() CASCADE;
DROP FUNCTION referrals_check_household(uuid);
"""

PARENTS = """
CREATE FUNCTION referrals_check_parent_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NEW.safe_here <> 'yes' AND EXISTS (
        SELECT FROM groups_supportgroup
        WHERE id IN (NEW.group_id, NEW.beside_id) AND 'family_violence' = ANY (needs)) THEN
        RAISE EXCEPTION 'nobody has said that the child lives safely with this parent'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parent_place_for_the_safe_parent';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM groups_supportgroup
        WHERE id = NEW.beside_id AND parallel_group_id = NEW.group_id) THEN
        RAISE EXCEPTION 'a parent comes to the group beside the child''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parent_place_beside_the_children';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parent_place_fits BEFORE INSERT OR UPDATE ON referrals_parentplace
    FOR EACH ROW WHEN (NEW.state <> 'released') EXECUTE FUNCTION referrals_check_parent_place();

-- What the parent's place is to be, as the children of the household now stand. One that is taken
-- stays taken while a child is left.
CREATE FUNCTION referrals_parent_place_due(family uuid, children_in bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT CASE
        WHEN count(*) FILTER (WHERE state <> 'offered') > 0 THEN 'taken'
        WHEN count(*) > 0 THEN 'held'
        ELSE 'released' END
    FROM referrals_referral WHERE household_id = family AND group_id = children_in
        AND state IN ('offered', 'accepted', 'started', 'completed') $$;

CREATE FUNCTION referrals_parent_follows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE family uuid;
BEGIN
    family := CASE TG_OP WHEN 'DELETE' THEN OLD.household_id ELSE NEW.household_id END;
    IF EXISTS (SELECT FROM referrals_parentplace WHERE household_id = family
            AND state <> 'released'
            AND referrals_parent_place_due(household_id, beside_id) NOT IN
                (state, CASE state WHEN 'taken' THEN 'held' ELSE state END)) THEN
        RAISE EXCEPTION 'the parent''s place follows the children''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parent_place_follows_the_children';
    END IF;
    IF TG_TABLE_NAME = 'referrals_parentplace' THEN
        PERFORM referrals_check_seats(CASE TG_OP WHEN 'DELETE' THEN OLD.group_id
            ELSE NEW.group_id END);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER child_takes_parent_along
    AFTER DELETE OR UPDATE OF state, group_id, household_id ON referrals_referral
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.household_id IS NOT NULL)
    EXECUTE FUNCTION referrals_parent_follows();
CREATE CONSTRAINT TRIGGER parent_place_adds_up
    AFTER INSERT OR DELETE OR UPDATE ON referrals_parentplace
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_parent_follows();

CREATE OR REPLACE FUNCTION referrals_check_seats(which bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE wrong boolean;
BEGIN
    SELECT (places_held::bigint, places_taken::bigint) IS DISTINCT FROM (
        SELECT (count(*) FILTER (WHERE seat = 'held'), count(*) FILTER (WHERE seat = 'taken'))
        FROM (
            SELECT CASE WHEN state = 'offered' THEN 'held'
                WHEN state IN ('accepted', 'started', 'completed') THEN 'taken' END AS seat
            FROM referrals_referral WHERE group_id = which
            UNION ALL SELECT state FROM referrals_parentplace WHERE group_id = which) AS seats)
    INTO wrong FROM groups_supportgroup WHERE id = which;
    IF wrong THEN
        RAISE EXCEPTION 'the seats of a group are those who come to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'group_seats_equal_referrals';
    END IF;
END $$;
"""
NO_PARENTS = """
CREATE OR REPLACE FUNCTION referrals_check_seats(which bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE wrong boolean;
BEGIN
    SELECT (places_held::bigint, places_taken::bigint) IS DISTINCT FROM (
        SELECT (count(*) FILTER (WHERE state = 'offered'),
                count(*) FILTER (WHERE state IN ('accepted', 'started', 'completed')))
        FROM referrals_referral WHERE group_id = which)
    INTO wrong FROM groups_supportgroup WHERE id = which;
    IF wrong THEN
        RAISE EXCEPTION 'the seats of a group are the children in it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'group_seats_equal_referrals';
    END IF;
END $$;
DROP FUNCTION referrals_parent_follows() CASCADE;
DROP FUNCTION referrals_parent_place_due(uuid, bigint);
DROP FUNCTION referrals_check_parent_place() CASCADE;
"""

# What the pages ask past the wall, each no wider than this.
ASKED = """
-- Which of these groups are not for which of these children: somebody comes there the same evening
-- whom they must not meet, or a sibling's wish says otherwise. Not why, and not who.
CREATE FUNCTION referrals_barred(children uuid[], chosen bigint[])
    RETURNS TABLE (referral_id uuid, group_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT pair.child, g.id
    FROM (SELECT first_id AS child, second_id AS other FROM referrals_keptapart
          UNION ALL SELECT second_id, first_id FROM referrals_keptapart) AS pair
    JOIN groups_supportgroup AS g ON g.id = ANY (chosen)
    WHERE pair.child = ANY (children)
        AND (SELECT referrals_has_role('coordinator') OR referrals_is_system())
        AND EXISTS (SELECT FROM referrals_whereabouts(pair.other) AS there
                    WHERE referrals_share_an_evening(g.id, there))
    UNION
    SELECT DISTINCT child.id, g.id FROM referrals_referral AS child
    JOIN referrals_household AS h ON h.id = child.household_id
    JOIN referrals_referral AS sibling ON sibling.household_id = h.id AND sibling.id <> child.id
        AND sibling.state IN ('offered', 'accepted', 'started')
    JOIN groups_supportgroup AS g ON g.id = ANY (chosen)
    WHERE child.id = ANY (children)
        AND (SELECT referrals_has_role('coordinator') OR referrals_is_system())
        AND (h.siblings = 'apart' AND sibling.group_id = g.id
            OR h.siblings = 'together' AND sibling.group_id <> g.id) $$;

-- How many requests have had no word from the office, and since when, for the head alone.
CREATE FUNCTION referrals_unanswered_since() RETURNS SETOF timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.disclosed_at FROM referrals_referral AS r
    WHERE r.state = 'submitted' AND (referrals_has_role('head') OR referrals_is_system()) $$;
"""
NOT_ASKED = """
DROP FUNCTION referrals_unanswered_since();
DROP FUNCTION referrals_barred(uuid[], bigint[]);
"""

SYSTEM = "(SELECT referrals_is_system())"
OFFICE = "(SELECT referrals_is_system() OR referrals_has_role('coordinator'))"
STAFF = """(SELECT referrals_is_system() OR referrals_has_role('coordinator')
    OR referrals_has_role('social_worker'))"""
HAS_A_CHILD = """EXISTS (SELECT FROM referrals_referral AS r WHERE r.household_id = {})"""
BOTH = """EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = first_id)
    AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = second_id)"""


def wall(table, *, sees, writes, changes, removes):
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON {table} FOR SELECT USING ({sees});
CREATE POLICY writes ON {table} FOR INSERT WITH CHECK ({writes});
CREATE POLICY changes ON {table} FOR UPDATE USING ({changes}) WITH CHECK ({changes});
CREATE POLICY removes ON {table} FOR DELETE USING ({removes});
"""


def no_wall(table):
    dropped = "".join(
        f"DROP POLICY {policy} ON {table};" for policy in ("sees", "writes", "changes", "removes")
    )
    return f"{dropped} ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


FAMILY = f"{STAFF} AND {HAS_A_CHILD.format('referrals_household.id')}"
PARENT = f"{STAFF} AND {HAS_A_CHILD.format('referrals_parentplace.household_id')}"
WALLS = {
    # A unit answers for its own children; only the office says who belongs together.
    "referrals_household": {
        "sees": f"{SYSTEM} OR {FAMILY}",
        "writes": OFFICE,
        "changes": f"{SYSTEM} OR {OFFICE} AND {FAMILY}",
        "removes": SYSTEM,
    },
    "referrals_parentplace": {
        "sees": PARENT,
        "writes": f"{OFFICE} AND {PARENT}",
        "changes": PARENT,
        "removes": SYSTEM,
    },
    # Never a leader's, and never a unit's: it would tell them of the other case.
    "referrals_keptapart": {
        "sees": f"{OFFICE} AND {BOTH}",
        "writes": f"{OFFICE} AND {BOTH}",
        "changes": "false",
        "removes": f"{OFFICE} AND {BOTH}",
    },
}
DEFINERS = (
    "referrals_share_an_evening(bigint, bigint)",
    "referrals_whereabouts(uuid)",
    "referrals_would_meet(uuid, uuid)",
    "referrals_refuse_meeting()",
    "referrals_check_household(uuid)",
    "referrals_answered_as_one()",
    "referrals_check_parent_place()",
    "referrals_parent_place_due(uuid, bigint)",
    "referrals_parent_follows()",
    "referrals_barred(uuid[], bigint[])",
    "referrals_unanswered_since()",
)
ONLY_THE_OWNER = (
    "referrals_share_an_evening(bigint, bigint)",
    "referrals_whereabouts(uuid)",
    "referrals_would_meet(uuid, uuid)",
)
ONLY_THE_APP = "".join(
    f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;\n"
    + (
        ""
        if function in ONLY_THE_OWNER
        else f"GRANT EXECUTE ON FUNCTION {function} TO barnstod_app;\n"
    )
    for function in DEFINERS
)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0008_families"),
        ("security", "0001_privileges"),
        ("groups", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(MEETING, NO_MEETING),
        migrations.RunSQL(SIBLINGS, NO_SIBLINGS),
        migrations.RunSQL(PARENTS, NO_PARENTS),
        migrations.RunSQL(ASKED, NOT_ASKED),
        *(
            migrations.RunSQL(wall(table, **rules), no_wall(table))
            for table, rules in WALLS.items()
        ),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
