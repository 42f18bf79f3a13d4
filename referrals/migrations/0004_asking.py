"""Asking without an account: the receipt, who may write and erase a request, where it led."""

import django.db.models.deletion
from django.db import migrations, models

# So far nobody wrote down where a family was guided when its request was closed.
WHERE_IT_LED = "UPDATE referrals_referral SET guided_to = 'nobody_reached' WHERE state = 'closed';"
NOWHERE = "UPDATE referrals_referral SET guided_to = '' WHERE state = 'closed';"

# The office writes down a telephone call as a request of the same kind, and erases one when the
# family wishes it. What has become a case of the office is withdrawn instead.
OF_THE_OFFICE = """
CREATE POLICY writes_calls ON referrals_referral FOR INSERT WITH CHECK (
    state = 'interest' AND protection = 'none' AND sender_district_id IS NULL
    AND sent_by_id = (SELECT barnstod_actor_user())
    AND (SELECT referrals_has_role('coordinator')));
CREATE POLICY erases ON referrals_referral FOR DELETE USING (
    state IN ('interest', 'closed') AND protection = 'none'
    AND (SELECT referrals_has_role('coordinator')));
"""
NOT_OF_THE_OFFICE = """
DROP POLICY erases ON referrals_referral;
DROP POLICY writes_calls ON referrals_referral;
"""

# Like the identity: shown with its referral; the family adds one to what it just wrote, unread.
RECEIPT = """
CREATE FUNCTION referrals_intake_may_add_receipt(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(barnstod_actor() = 'intake', false)
    AND EXISTS (SELECT FROM referrals_referral
                WHERE id = which AND state = 'interest' AND names = 'contact')
    AND NOT EXISTS (SELECT FROM referrals_receipt WHERE referral_id = which) $$;
REVOKE ALL ON FUNCTION referrals_intake_may_add_receipt(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_intake_may_add_receipt(uuid) TO barnstod_app;

ALTER TABLE referrals_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_receipt FOR SELECT USING (
    EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id));
CREATE POLICY writes ON referrals_receipt FOR INSERT WITH CHECK (
    referrals_intake_may_add_receipt(referral_id)
    OR (SELECT referrals_is_system() OR referrals_has_role('coordinator'))
        AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id));
CREATE POLICY removes ON referrals_receipt FOR DELETE USING (
    (SELECT referrals_is_system() OR referrals_has_role('coordinator'))
    AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id));
"""
NO_RECEIPT = """
DROP POLICY removes ON referrals_receipt;
DROP POLICY writes ON referrals_receipt;
DROP POLICY sees ON referrals_receipt;
DROP FUNCTION referrals_intake_may_add_receipt(uuid);
"""

# The head learns how many families wait to be read, and since when; nothing else of them. What the
# office wrote down itself has been read.
FIGURES = """
CREATE FUNCTION referrals_unread_since() RETURNS SETOF timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.first_contact_at FROM referrals_referral AS r
    WHERE r.state = 'interest' AND r.sent_by_id IS NULL
        AND (referrals_has_role('head') OR referrals_is_system())
        AND NOT EXISTS (
            SELECT FROM audit_auditevent AS e
            WHERE e.subject_type = 'referrals.referral' AND e.subject = r.reference
                AND e.action = 'identity.open') $$;
REVOKE ALL ON FUNCTION referrals_unread_since() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_unread_since() TO barnstod_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_row_level_security"),
        ("audit", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="receipt",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("pair_index", models.BinaryField(max_length=32, unique=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={"verbose_name": "receipt", "verbose_name_plural": "receipts"},
        ),
        migrations.RemoveConstraint("referral", "referral_guided_to_is_known"),
        migrations.RemoveConstraint("referral", "referral_declined_iff_reason_and_guidance"),
        migrations.RunSQL(WHERE_IT_LED, NOWHERE),
        migrations.AlterField(
            model_name="referral",
            name="guided_to",
            field=models.CharField(
                blank=True,
                choices=[
                    ("social_services", "the district's social services"),
                    ("health_care", "health care"),
                    ("school", "the school's health team"),
                    ("organisation", "an organisation"),
                    ("municipality", "the municipality where the child lives"),
                    ("talk_was_enough", "nowhere, the talk was enough"),
                    ("nobody_reached", "nowhere, we did not reach anybody"),
                ],
                max_length=16,
                verbose_name="guided to",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    guided_to__in=[
                        "social_services",
                        "health_care",
                        "school",
                        "organisation",
                        "municipality",
                        "talk_was_enough",
                        "nobody_reached",
                        "",
                    ]
                ),
                name="referral_guided_to_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "declined"),
                        models.Q(("decline_reason", ""), _negated=True),
                        models.Q(("guided_to", ""), _negated=True),
                    ),
                    models.Q(
                        ("decline_reason", ""),
                        ("state", "closed"),
                        models.Q(("guided_to", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ["declined", "closed"]), _negated=True),
                        ("decline_reason", ""),
                        ("guided_to", ""),
                    ),
                    _connector="OR",
                ),
                name="referral_declined_iff_reason_and_guidance",
                violation_error_message="Say why, and where the family was guided.",
            ),
        ),
        migrations.RunSQL(OF_THE_OFFICE, NOT_OF_THE_OFFICE),
        migrations.RunSQL(RECEIPT, NO_RECEIPT),
        migrations.RunSQL(FIGURES, "DROP FUNCTION referrals_unread_since()"),
    ]
