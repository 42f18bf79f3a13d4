"""What the office took by telephone goes to a unit; programme and wished group are amended too."""

import django.db.models.deletion
from django.db import migrations, models

# As before, and no unit (NULL) is what the office has: it is one sender among others.
FITS = """
CREATE OR REPLACE FUNCTION referrals_check_handover() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM referrals_referral AS r WHERE r.id = NEW.referral_id
            AND r.sender_district_id {equals} NEW.from_unit_id AND r.closed_at IS NULL
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
"""

CASE = "EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id)"
WRITES = """
DROP POLICY writes ON referrals_handover;
CREATE POLICY writes ON referrals_handover FOR INSERT WITH CHECK (
    (SELECT referrals_is_system())
    OR given_by_id = (SELECT barnstod_actor_user()) AND state = 'open' AND {case}
        AND ({givers}));
"""
UNIT = "from_unit_id = ANY (ARRAY(SELECT referrals_districts()))"
OFFICE = "from_unit_id IS NULL AND (SELECT referrals_has_role('coordinator'))"

FIELDS = (
    "child_birth_year",
    "child_birth_month",
    "needs",
    "languages",
    "needs_interpreter",
    "room_needs",
    "weekdays",
    "child_district",
    "contact_ways",
    "programme",
    "wished_group",
    "feedback_level",
    "family_agrees_to_feedback",
    "safe_at_home",
    "services_know",
    "safe_way",
    "contact_restricted",
    "may_know",
    "first_name",
    "last_name",
    "guardians",
    "phone",
    "address",
    "school",
    "contact_note",
)
REASONS = {
    "moved": "the child has moved",
    "other_unit": "another unit is responsible for the family",
    "mistake": "it was sent from the wrong unit",
    "contact": "the unit takes the contact with the family",
}


def known(name, **values):
    return models.CheckConstraint(name=name, condition=models.Q(**values))


class Migration(migrations.Migration):
    dependencies = [("referrals", "0020_rooms_with_steps")]
    operations = [
        migrations.AlterField(
            model_name="handover",
            name="from_unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="districts.district",
                verbose_name="unit that gives it",
            ),
        ),
        migrations.AlterField(
            model_name="handover",
            name="reason",
            field=models.CharField(
                choices=list(REASONS.items()), max_length=16, verbose_name="why"
            ),
        ),
        migrations.RemoveConstraint("handover", "handover_reason_is_known"),
        migrations.AddConstraint(
            "handover", known("handover_reason_is_known", reason__in=list(REASONS))
        ),
        migrations.RunSQL(FITS.format(equals="IS NOT DISTINCT FROM"), FITS.format(equals="=")),
        migrations.RunSQL(
            WRITES.format(case=CASE, givers=f"{UNIT} OR {OFFICE}"),
            WRITES.format(case=CASE, givers=UNIT),
        ),
        migrations.RemoveConstraint("amendment", "amendment_field_is_known"),
        migrations.AddConstraint("amendment", known("amendment_field_is_known", field__in=FIELDS)),
    ]
