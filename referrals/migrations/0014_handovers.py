"""Handing a case over from one unit to another: in two steps, and never past the first."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A row tells of the case as the case is, whoever writes it; afterwards the case alone changes it.
FOLLOWS = """
CREATE FUNCTION referrals_handover_follows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    SELECT r.reference, r.spoken, r.protection <> 'none'
        INTO NEW.reference, NEW.alias, NEW.is_protected
        FROM referrals_referral AS r WHERE r.id = NEW.referral_id;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_follows_its_case BEFORE INSERT OR UPDATE ON referrals_handover
    FOR EACH ROW EXECUTE FUNCTION referrals_handover_follows();

CREATE FUNCTION referrals_handovers_are_protected() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    UPDATE referrals_handover SET is_protected = NEW.protection <> 'none'
        WHERE referral_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER referral_protects_its_handovers AFTER UPDATE OF protection ON referrals_referral
    FOR EACH ROW WHEN (OLD.protection IS DISTINCT FROM NEW.protection)
    EXECUTE FUNCTION referrals_handovers_are_protected();
"""

# After the row-level security: who may not write learns nothing of a case.
FITS = """
CREATE FUNCTION referrals_check_handover() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM referrals_referral AS r WHERE r.id = NEW.referral_id
            AND r.sender_district_id = NEW.from_unit_id AND r.closed_at IS NULL
            AND r.state NOT IN ('interest', 'draft')) THEN
        RAISE EXCEPTION 'only what a unit has sent and is not closed goes to another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_of_an_open_case_of_the_unit';
    END IF;
    IF NEW.is_protected AND NOT EXISTS (
        WITH RECURSIVE heirs(id) AS (
            SELECT NEW.to_unit_id
            UNION
            SELECT d.successor_id FROM districts_district AS d JOIN heirs ON d.id = heirs.id
            WHERE d.successor_id IS NOT NULL)
        SELECT FROM referrals_namedreader AS n
        JOIN accounts_user AS u ON u.id = n.user_id AND u.is_active
        JOIN accounts_rolegrant AS g ON g.user_id = u.id AND g.role = 'social_worker'
            AND g.valid_from <= referrals_today()
            AND (g.valid_to IS NULL OR g.valid_to >= referrals_today())
        JOIN districts_affiliation AS a ON a.user_id = u.id
            AND a.valid_from <= referrals_today()
            AND (a.valid_to IS NULL OR a.valid_to >= referrals_today())
        JOIN heirs ON heirs.id = a.district_id
        WHERE n.referral_id = NEW.referral_id) THEN
        RAISE EXCEPTION 'a protected child goes where somebody is named on the case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_to_somebody_named';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER handover_fits AFTER INSERT OR UPDATE OF state, to_unit_id ON referrals_handover
    FOR EACH ROW WHEN (NEW.state IN ('open', 'taken'))
    EXECUTE FUNCTION referrals_check_handover();
"""

# The unit of a case, and the board that answers for it, change when the latest handover says so.
ONLY_SO = """
CREATE FUNCTION referrals_check_unit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE latest record;
BEGIN
    SELECT from_unit_id, to_unit_id INTO latest FROM referrals_handover
        WHERE referral_id = NEW.id AND state = 'taken' ORDER BY answered_at DESC LIMIT 1;
    IF NOT FOUND OR latest.from_unit_id IS DISTINCT FROM OLD.sender_district_id
        OR latest.to_unit_id IS DISTINCT FROM NEW.sender_district_id
        OR NEW.owner_authority_id IS DISTINCT FROM NEW.sender_district_id THEN
        RAISE EXCEPTION 'a case goes to another unit when that unit has taken it over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_unit_changes_by_handover';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER referral_unit_changes_by_handover
    AFTER UPDATE OF sender_district_id, owner_authority_id ON referrals_referral FOR EACH ROW
    WHEN (OLD.sender_district_id IS DISTINCT FROM NEW.sender_district_id
        OR OLD.owner_authority_id IS DISTINCT FROM NEW.owner_authority_id)
    EXECUTE FUNCTION referrals_check_unit();
"""
NO_GUARDS = """
DROP TRIGGER referral_unit_changes_by_handover ON referrals_referral;
DROP TRIGGER referral_protects_its_handovers ON referrals_referral;
DROP FUNCTION referrals_check_unit();
DROP FUNCTION referrals_handovers_are_protected();
DROP FUNCTION referrals_check_handover() CASCADE;
DROP FUNCTION referrals_handover_follows() CASCADE;
"""

# Each of the two units reads what was between them, of a protected child those named alone; the
# office what it may read the case of. The answer is written by the portal.
NAMED = "(NOT is_protected OR referral_id = ANY (ARRAY(SELECT referrals_named_cases())))"
CASE = "EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id)"
UNITS = "ARRAY(SELECT referrals_districts())"
WALL = f"""
ALTER TABLE referrals_handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_handover FOR SELECT USING (
    (SELECT referrals_is_system())
    OR (from_unit_id = ANY ({UNITS}) OR to_unit_id = ANY ({UNITS})) AND {NAMED}
    OR (SELECT referrals_has_role('coordinator')) AND {CASE});
CREATE POLICY writes ON referrals_handover FOR INSERT WITH CHECK (
    (SELECT referrals_is_system())
    OR given_by_id = (SELECT barnstod_actor_user()) AND from_unit_id = ANY ({UNITS})
        AND state = 'open' AND {CASE});
CREATE POLICY changes ON referrals_handover FOR UPDATE
    USING ((SELECT referrals_is_system())) WITH CHECK ((SELECT referrals_is_system()));
CREATE POLICY removes ON referrals_handover FOR DELETE USING ((SELECT referrals_is_system()));
"""
NO_WALL = """
DROP POLICY removes ON referrals_handover;
DROP POLICY changes ON referrals_handover;
DROP POLICY writes ON referrals_handover;
DROP POLICY sees ON referrals_handover;
ALTER TABLE referrals_handover DISABLE ROW LEVEL SECURITY;
"""
ONLY_THE_APP = "".join(
    f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
    f"GRANT EXECUTE ON FUNCTION {function} TO barnstod_app;\n"
    for function in (
        "referrals_handover_follows()",
        "referrals_handovers_are_protected()",
        "referrals_check_handover()",
        "referrals_check_unit()",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0012_concern"),
        ("referrals", "0013_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(editable=False, max_length=10)),
                ("alias", models.CharField(editable=False, max_length=60, verbose_name="alias")),
                ("is_protected", models.BooleanField(default=False, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("moved", "the child has moved"),
                            ("other_unit", "another unit is responsible for the family"),
                            ("mistake", "it was sent from the wrong unit"),
                        ],
                        max_length=16,
                        verbose_name="why",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            (
                                "consent_guardians",
                                "the guardians have agreed that we tell the unit",
                            ),
                            ("consent_child", "the young person has agreed that we tell the unit"),
                            ("harm_assessment", "it is clear that nobody is harmed by it"),
                            ("legal_duty", "the law says that we must tell"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("taken", "taken over"),
                            ("refused", "not taken over"),
                            ("taken_back", "taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "given_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="handed over"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case", "what stands in the request"),
                                ("names", "names and how to reach the family"),
                                ("safety", "the answers to the safety questions"),
                                ("consent", "who has said yes to taking part"),
                                ("evening", "who fetches the child"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="what was disclosed",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                        verbose_name="unit that gives it",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="referrals.referral",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                        verbose_name="unit that takes it",
                    ),
                ),
            ],
            options={
                "verbose_name": "handover",
                "verbose_name_plural": "handovers",
                "ordering": ["-given_at", "-pk"],
                "indexes": [
                    models.Index(fields=["from_unit", "-given_at"], name="handover_from_unit"),
                    models.Index(fields=["to_unit", "-given_at"], name="handover_to_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "taken", "refused", "taken_back"])
                        ),
                        name="handover_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["moved", "other_unit", "mistake"])),
                        name="handover_reason_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                [
                                    "consent_guardians",
                                    "consent_child",
                                    "harm_assessment",
                                    "legal_duty",
                                ],
                            )
                        ),
                        name="handover_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "told__contained_by",
                                ["case", "names", "safety", "consent", "evening"],
                            )
                        ),
                        name="handover_told_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_unit", models.F("to_unit")), _negated=True),
                        name="handover_to_another_unit",
                        violation_error_message="The case is this unit's already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handover_answered_iff_not_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by__isnull", False),
                                ("state", "taken"),
                                ("told__len__gte", 1),
                            ),
                            models.Q(models.Q(("state", "taken"), _negated=True), ("told__len", 0)),
                            _connector="OR",
                        ),
                        name="handover_says_what_was_told_iff_taken",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("referral",),
                        name="handover_one_at_a_time",
                        violation_error_message="The case is being handed over already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FOLLOWS + FITS + ONLY_SO, NO_GUARDS),
        migrations.RunSQL(WALL, NO_WALL),
        migrations.RunSQL(ONLY_THE_APP, migrations.RunSQL.noop),
    ]
