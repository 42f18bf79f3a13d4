"""The office edits its reasons for no place; a referral keeps the words it was told."""

from django.db import migrations, models

FIRST = {
    "no_group": "det finns ingen grupp för åldern eller behovet",
    "other_support": "annat stöd passar barnet bättre",
    "not_reached": "vi nådde inte familjen",
    "elsewhere": "barnet bor i en annan kommun",
}
LIST = "".join(
    f"INSERT INTO referrals_declineground (code, words, is_active) VALUES ('{code}', '{words}', true);"
    for code, words in FIRST.items()
)

# The reason is one of the list when it is given, and its words stay whatever becomes of the list.
KEEPS_WORDS = """
CREATE FUNCTION referrals_keep_reason() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NEW.decline_reason = '' THEN
        NEW.decline_words := '';
    ELSIF TG_OP = 'UPDATE' AND NEW.decline_reason = OLD.decline_reason
            AND OLD.decline_words <> '' THEN
        NEW.decline_words := OLD.decline_words;
    ELSE
        SELECT words INTO NEW.decline_words FROM referrals_declineground
            WHERE code = NEW.decline_reason AND is_active;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'not in the list: "referral_decline_reason_is_known"'
                USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'referral_decline_reason_is_known';
        END IF;
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION referrals_keep_reason() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_keep_reason() TO barnstod_app;
CREATE TRIGGER referral_keeps_reason
    BEFORE INSERT OR UPDATE OF decline_reason, decline_words ON referrals_referral
    FOR EACH ROW EXECUTE FUNCTION referrals_keep_reason();
UPDATE referrals_referral SET decline_words = '' WHERE decline_reason <> '';
"""
FORGETS_WORDS = "DROP FUNCTION referrals_keep_reason() CASCADE;"

# Whoever is somebody reads the list; the office alone writes it, and nothing is ever taken out.
OFFICE = "(SELECT referrals_is_system() OR referrals_has_role('coordinator'))"
WALL = f"""
ALTER TABLE referrals_declineground ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON referrals_declineground FOR SELECT USING (
    (SELECT coalesce(barnstod_actor(), '') <> ''));
CREATE POLICY writes ON referrals_declineground FOR INSERT WITH CHECK ({OFFICE});
CREATE POLICY changes ON referrals_declineground FOR UPDATE USING ({OFFICE}) WITH CHECK ({OFFICE});
"""
NO_WALL = """
DROP POLICY changes ON referrals_declineground;
DROP POLICY writes ON referrals_declineground;
DROP POLICY sees ON referrals_declineground;
ALTER TABLE referrals_declineground DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_waiting_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclineGround",
            fields=[
                (
                    "code",
                    models.CharField(
                        editable=False, max_length=16, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=80, verbose_name="reason")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "reason for no place",
                "verbose_name_plural": "reasons for no place",
                "ordering": ["-is_active", "words"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("words",),
                        name="decline_ground_words_once",
                        violation_error_message="This reason is in the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="decline_ground_has_words",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="referral",
            name="referral_decline_reason_is_known",
        ),
        migrations.AddField(
            model_name="referral",
            name="decline_words",
            field=models.CharField(blank=True, editable=False, max_length=80, verbose_name="why"),
        ),
        migrations.AlterField(
            model_name="referral",
            name="decline_reason",
            field=models.CharField(blank=True, max_length=16, verbose_name="why"),
        ),
        migrations.RunSQL(LIST, "DELETE FROM referrals_declineground"),
        migrations.RunSQL(KEEPS_WORDS, FORGETS_WORDS),
        migrations.RunSQL(WALL, NO_WALL),
    ]
