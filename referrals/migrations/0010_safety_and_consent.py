"""Whether it is safe, before a child waits; and what is a yes to take part: of two guardians, both."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

# Cases that were on their way before the questions came: nobody has asked, and it says so.
NOBODY_ASKED = """
UPDATE referrals_referral SET safe_at_home = 'not_known', services_know = 'not_known',
    safe_way = 'not_known', contact_restricted = 'not_known', may_know = ARRAY['ask_first']
WHERE state IN ('waiting', 'resting', 'offered', 'accepted', 'started')
    AND needs @> ARRAY['family_violence']::varchar[];
SET CONSTRAINTS ALL IMMEDIATE;
"""

# The same as ConsentQuerySet.are_enough.
ENOUGH = """
CREATE OR REPLACE FUNCTION referrals_consent_is_enough(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(
        bool_or(c.by NOT IN ('guardian_here', 'guardian_there', 'board_decision'))
        OR bool_or(c.by = 'board_decision' AND p.is_assessed)
        OR bool_or(c.by = 'guardian_here') AND bool_or(c.by = 'guardian_there'), false)
    FROM referrals_consent AS c
    JOIN referrals_referral AS r ON r.id = c.referral_id
    LEFT JOIN groups_supportgroup AS g ON g.id = r.group_id
    LEFT JOIN groups_programme AS p ON p.id = g.programme_id
    WHERE c.referral_id = which AND c.withdrawn_on IS NULL $$;

CREATE OR REPLACE FUNCTION referrals_consent_taken_back(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM referrals_consent
                  WHERE referral_id = which AND withdrawn_on IS NOT NULL)
    AND NOT EXISTS (SELECT FROM referrals_consent AS c
        WHERE c.referral_id = which AND c.withdrawn_on IS NULL
            AND (c.by NOT IN ('guardian_here', 'guardian_there')
                OR EXISTS (SELECT FROM referrals_consent AS other
                    WHERE other.referral_id = which AND other.withdrawn_on IS NULL
                        AND other.by IN ('guardian_here', 'guardian_there')
                        AND other.by <> c.by))) $$;

CREATE OR REPLACE FUNCTION referrals_check_consent(which uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (SELECT FROM referrals_referral WHERE id = which AND state = 'started')
        AND NOT referrals_consent_is_enough(which) THEN
        RAISE EXCEPTION 'nobody begins without a yes to take part'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_started_with_consent';
    END IF;
END $$;
"""

# A child's own yes counts from the year it is old enough; the day of birth is not stored.
OLD_ENOUGH = """
CREATE OR REPLACE FUNCTION referrals_check_own_yes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = NEW.referral_id AND (
        r.child_birth_year IS NULL OR extract(year FROM NEW.given_on) - r.child_birth_year
            < CASE NEW."by" WHEN 'child_from_12' THEN 12 ELSE 15 END)) THEN
        RAISE EXCEPTION 'the child is too young to say yes alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_of_a_child_old_enough';
    END IF;
    RETURN NEW;
END $$;
-- After the row-level security: who may not write learns nothing of how old the child is.
CREATE TRIGGER consent_of_a_child_old_enough AFTER INSERT OR UPDATE OF by, given_on
    ON referrals_consent FOR EACH ROW WHEN (NEW."by" IN ('child_from_12', 'child_from_15'))
    EXECUTE FUNCTION referrals_check_own_yes();
"""

# Without a yes a leader does not even see the alias of a protected child.
LEADERS = """
CREATE OR REPLACE FUNCTION referrals_protected_in(which bigint)
    RETURNS TABLE (spoken text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.spoken, r.state FROM referrals_referral AS r
    WHERE r.protection <> 'none' AND r.group_id = which AND r.state IN ('accepted', 'started')
        AND which IN (SELECT referrals_led_groups())
        AND NOT referrals_consent_taken_back(r.id) $$;

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
        AND s.group_id IN (SELECT referrals_led_groups())
        AND NOT referrals_consent_taken_back(r.id) $$;
"""
ONLY_THE_APP = "".join(
    f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
    f"GRANT EXECUTE ON FUNCTION {function} TO barnstod_app;\n"
    for function in (
        "referrals_consent_is_enough(uuid)",
        "referrals_consent_taken_back(uuid)",
        "referrals_check_own_yes()",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0011_organisation_parts"),
        ("groups", "0081_opening"),
        ("referrals", "0009_family_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_by_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="referral",
            name="referral_missing_are_known",
        ),
        migrations.AddField(
            model_name="consent",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided"),
        ),
        migrations.AddField(
            model_name="consent",
            name="decision_reference",
            field=models.CharField(
                blank=True, max_length=20, verbose_name="case number of the decision"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="contact_restricted",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("not_known", "we do not know")],
                default="",
                max_length=10,
                verbose_name="contact restricted",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="may_know",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("guardian_here", "the guardian the child lives with"),
                        ("guardian_there", "the other guardian"),
                        ("school", "the school or preschool"),
                        ("ask_first", "nobody, before you have asked us"),
                    ],
                    max_length=24,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="safe_at_home",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("not_known", "we do not know")],
                default="",
                max_length=10,
                verbose_name="safe at home",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="safe_way",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("not_known", "we do not know")],
                default="",
                max_length=10,
                verbose_name="safe way",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="services_know",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("not_known", "we do not know")],
                default="",
                max_length=10,
                verbose_name="social services know",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="by",
            field=models.CharField(
                choices=[
                    ("both_guardians", "both guardians"),
                    ("guardian_here", "the guardian the child lives with, one of two"),
                    ("guardian_there", "the other guardian, one of two"),
                    ("only_guardian", "the only guardian"),
                    ("one_hindered", "one guardian, the other is hindered (FB 6:13)"),
                    ("board_decision", "one guardian and the board's decision (FB 6:13 a)"),
                    ("child_from_12", "the child, 12 or older, by the officer's decision"),
                    ("child_from_15", "the young person, 15 or older"),
                    ("protected_housing", "in protected housing (lag 2024:79)"),
                ],
                max_length=20,
                verbose_name="who said yes",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="missing",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("child", "the child's age"),
                        ("area", "where the child lives"),
                        ("needs", "what it is like at home"),
                        ("contact", "how to reach the family safely"),
                        ("ground", "on what ground you tell us"),
                        ("safety", "the safety questions"),
                        ("call", "ring us, it is easier to talk"),
                    ],
                    max_length=24,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.RunSQL(NOBODY_ASKED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "by__in",
                        [
                            "both_guardians",
                            "guardian_here",
                            "guardian_there",
                            "only_guardian",
                            "one_hindered",
                            "board_decision",
                            "child_from_12",
                            "child_from_15",
                            "protected_housing",
                        ],
                    )
                ),
                name="consent_by_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("by__in", ("board_decision", "child_from_12")),
                        ("decided_on__isnull", False),
                        models.Q(("decision_reference", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("by__in", ("board_decision", "child_from_12")), _negated=True),
                        ("decided_on__isnull", True),
                        ("decision_reference", ""),
                    ),
                    _connector="OR",
                ),
                name="consent_decision_iff_it_rests_on_one",
                violation_error_message="Say which decision the yes rests on, and of which day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("by__in", ("guardian_here", "guardian_there")), ("withdrawn_on__isnull", True)
                ),
                fields=("referral", "by"),
                name="consent_of_a_guardian_once",
                violation_error_message="The yes of this guardian is written down already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "missing__contained_by",
                        ["child", "area", "needs", "contact", "ground", "safety", "call"],
                    )
                ),
                name="referral_missing_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "may_know__contained_by",
                        ["guardian_here", "guardian_there", "school", "ask_first"],
                    )
                ),
                name="referral_may_know_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("safe_at_home__in", ["yes", "no", "not_known", ""])),
                name="referral_safe_at_home_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("services_know__in", ["yes", "no", "not_known", ""])),
                name="referral_services_know_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("safe_way__in", ["yes", "no", "not_known", ""])),
                name="referral_safe_way_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_restricted__in", ["yes", "no", "not_known", ""])),
                name="referral_contact_restricted_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("waiting", "resting", "offered", "accepted", "started")),
                        _negated=True,
                    ),
                    models.Q(("needs__contains", ["family_violence"]), _negated=True),
                    models.Q(
                        ("may_know__len__gte", 1),
                        models.Q(
                            ("safe_at_home", ""),
                            ("services_know", ""),
                            ("safe_way", ""),
                            ("contact_restricted", ""),
                            _connector="OR",
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_with_violence_waits_once_safety_is_asked",
                violation_error_message="Where there is violence, answer the safety questions first.",
            ),
        ),
        migrations.RunSQL(ENOUGH, migrations.RunSQL.noop),
        migrations.RunSQL(OLD_ENOUGH, "DROP FUNCTION referrals_check_own_yes() CASCADE"),
        migrations.RunSQL(LEADERS, migrations.RunSQL.noop),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
