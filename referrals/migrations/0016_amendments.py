"""What was changed after sending, sealed; and a place to look at again when it was offered before."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import barnstod.security.sealing

# What may be kept of a child stands once, in the referral: see migration 0002.
NAMES_FOLLOW = """
ALTER TABLE referrals_amendment ADD CONSTRAINT amendment_follows_its_referral
    FOREIGN KEY (referral_id, names) REFERENCES referrals_referral (id, names)
    ON UPDATE CASCADE ON DELETE CASCADE;
"""
NAMES_ALONE = """
ALTER TABLE referrals_amendment DROP CONSTRAINT amendment_follows_its_referral;
"""

# For those who work with the case; a leader has no part in it. Nothing that was kept is changed
# but by the change of keys.
STAFF = """(SELECT referrals_is_system() OR referrals_has_role('coordinator')
    OR referrals_has_role('social_worker'))"""
CASE = "EXISTS (SELECT FROM referrals_referral AS r WHERE r.id = referral_id)"
WALL = f"""
ALTER TABLE referrals_amendment ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_amendment FOR SELECT USING ({STAFF} AND {CASE});
CREATE POLICY writes ON referrals_amendment FOR INSERT WITH CHECK ({STAFF} AND {CASE});
CREATE POLICY changes ON referrals_amendment FOR UPDATE
    USING ((SELECT referrals_is_system())) WITH CHECK ((SELECT referrals_is_system()));
CREATE POLICY removes ON referrals_amendment FOR DELETE USING ({STAFF} AND {CASE});
"""
NO_WALL = """
DROP POLICY removes ON referrals_amendment;
DROP POLICY changes ON referrals_amendment;
DROP POLICY writes ON referrals_amendment;
DROP POLICY sees ON referrals_amendment;
ALTER TABLE referrals_amendment DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0013_deputies"),
        ("groups", "0081_opening"),
        ("referrals", "0015_standing_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "names",
                    models.CharField(
                        choices=[
                            ("full", "names and how to reach the family"),
                            ("contact", "only how to reach the family"),
                            ("none", "nothing"),
                        ],
                        default="full",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("field", models.CharField(editable=False, max_length=26, verbose_name="what")),
                (
                    "sealed_before",
                    models.TextField(blank=True, default="", editable=False, verbose_name="before"),
                ),
                (
                    "sealed_after",
                    models.TextField(blank=True, default="", editable=False, verbose_name="after"),
                ),
                (
                    "key_id",
                    models.CharField(
                        default=barnstod.security.sealing.current_key_id,
                        editable=False,
                        max_length=32,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("mistake", "it was wrong"),
                            ("changed", "something has changed"),
                            ("learned", "we have learned more"),
                            ("completed", "the office asked for more"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed"),
                ),
            ],
            options={
                "verbose_name": "change after sending",
                "verbose_name_plural": "changes after sending",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="must_check_fit",
            field=models.BooleanField(default=False, verbose_name="look whether the place fits"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("must_check_fit", False),
                    ("state__in", ["offered", "accepted", "started"]),
                    _connector="OR",
                ),
                name="referral_fit_to_check_only_with_a_place",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="amendments",
                to="referrals.referral",
            ),
        ),
        migrations.AddIndex(
            model_name="amendment",
            index=models.Index(fields=["key_id"], name="amendment_by_key"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        (
                            "child_birth_year",
                            "child_birth_month",
                            "needs",
                            "languages",
                            "needs_interpreter",
                            "room_needs",
                            "weekdays",
                            "child_district",
                            "contact_ways",
                            "feedback_level",
                            "family_agrees_to_feedback",
                            "first_name",
                            "last_name",
                            "guardians",
                            "phone",
                            "address",
                            "school",
                            "contact_note",
                        ),
                    )
                ),
                name="amendment_field_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["mistake", "changed", "learned", "completed"])),
                name="amendment_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed_before", ""), _negated=True),
                    models.Q(("sealed_after", ""), _negated=True),
                    _connector="OR",
                ),
                name="amendment_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sealed_before", ""),
                        ("sealed_before__regex", "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"),
                        _connector="OR",
                    ),
                    models.Q(
                        ("sealed_after", ""),
                        ("sealed_after__regex", "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"),
                        _connector="OR",
                    ),
                ),
                name="amendment_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "field__in",
                            ("first_name", "last_name", "guardians", "address", "school"),
                        ),
                        _negated=True,
                    ),
                    ("names", "full"),
                    _connector="OR",
                ),
                name="amendment_of_names_where_they_are_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("field__in", ("phone", "contact_note")), _negated=True),
                    ("names__in", ["full", "contact"]),
                    _connector="OR",
                ),
                name="amendment_of_contact_where_it_is_kept",
            ),
        ),
        migrations.RunSQL(NAMES_FOLLOW, NAMES_ALONE),
        migrations.RunSQL(WALL, NO_WALL),
    ]
