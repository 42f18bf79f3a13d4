"""What one row cannot show: names kept in one place, seats that equal rows, and what never changes."""

from django.db import migrations

# What may be kept of a child stands once, in the referral; the copies follow it, and their own
# checks refuse what the new value does not allow. So a child cannot become protected while a name
# is still there, and a protected child can never be given one.
NAMES_FOLLOW = """
ALTER TABLE referrals_identity ADD CONSTRAINT identity_follows_its_referral
    FOREIGN KEY (referral_id, names) REFERENCES referrals_referral (id, names)
    ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE referrals_identityword ADD CONSTRAINT identity_word_follows_its_identity
    FOREIGN KEY (identity_id, names) REFERENCES referrals_identity (referral_id, names)
    ON UPDATE CASCADE ON DELETE CASCADE;
"""
NAMES_ALONE = """
ALTER TABLE referrals_identityword DROP CONSTRAINT identity_word_follows_its_identity;
ALTER TABLE referrals_identity DROP CONSTRAINT identity_follows_its_referral;
"""

# The waiting time counts from the first contact and never begins again; sealed values are bound to
# the reference, so it stays too.
NEVER_CHANGES = """
CREATE FUNCTION referrals_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'first contact and reference of a referral never change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_first_contact_never_changes';
END $$;
CREATE TRIGGER referral_never_changes BEFORE UPDATE ON referrals_referral FOR EACH ROW
    WHEN (OLD.first_contact_at IS DISTINCT FROM NEW.first_contact_at
        OR OLD.id IS DISTINCT FROM NEW.id
        OR OLD.reference IS DISTINCT FROM NEW.reference
        OR OLD.spoken IS DISTINCT FROM NEW.spoken)
    EXECUTE FUNCTION referrals_refuse_change();
"""

# In a de-identified programme no name is stored: not when it is wished for, and not once the child
# has a place in it.
NO_NAMES = """
CREATE FUNCTION referrals_refuse_names() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (
        SELECT FROM groups_programme programme
        WHERE programme.documentation_mode = 'de_identified' AND (
            programme.id = NEW.programme_id
            OR NEW.state NOT IN ('offered') AND programme.id = (
                SELECT programme_id FROM groups_supportgroup WHERE id = NEW.group_id))
    ) THEN
        RAISE EXCEPTION 'this programme keeps no names'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_de_identified_keeps_no_names';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referral_keeps_no_names BEFORE INSERT OR UPDATE ON referrals_referral FOR EACH ROW
    WHEN (NEW.names = 'full' AND (NEW.programme_id IS NOT NULL OR NEW.group_id IS NOT NULL))
    EXECUTE FUNCTION referrals_refuse_names();
"""

# Checked at the end of each transaction, as the owner of the tables: whoever acts sees only some
# of the rows, and the sums are over all of them.
ADDS_UP = """
CREATE FUNCTION referrals_check_offer(which uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ DECLARE wrong boolean;
BEGIN
    SELECT (one.state = 'offered') <> EXISTS (
        SELECT FROM referrals_offer offer
        WHERE offer.referral_id = one.id AND offer.state = 'open'
            AND offer.group_id IS NOT DISTINCT FROM one.group_id)
        OR one.state <> 'offered' AND EXISTS (
        SELECT FROM referrals_offer offer WHERE offer.referral_id = one.id AND offer.state = 'open')
    INTO wrong FROM referrals_referral one WHERE one.id = which;
    IF wrong THEN
        RAISE EXCEPTION 'an offer is open exactly while the referral is offered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_offered_iff_offer_open';
    END IF;
END $$;

CREATE FUNCTION referrals_check_consent(which uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
    IF NOT EXISTS (SELECT FROM referrals_consent
                   WHERE referral_id = which AND withdrawn_on IS NULL)
        AND EXISTS (SELECT FROM referrals_referral WHERE id = which AND state = 'started') THEN
        RAISE EXCEPTION 'nobody begins without a yes to take part'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_started_with_consent';
    END IF;
END $$;

CREATE FUNCTION referrals_check_seats(which bigint) RETURNS void
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

CREATE FUNCTION referrals_adds_up() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' AND OLD.group_id IS NOT NULL THEN
        PERFORM referrals_check_seats(OLD.group_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM referrals_check_offer(NEW.id);
        IF NEW.group_id IS NOT NULL THEN
            PERFORM referrals_check_seats(NEW.group_id);
        END IF;
        IF NEW.state = 'started' AND (TG_OP = 'INSERT' OR OLD.state <> 'started') THEN
            PERFORM referrals_check_consent(NEW.id);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER referral_adds_up
    AFTER INSERT OR DELETE OR UPDATE OF state, group_id ON referrals_referral
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_adds_up();

CREATE FUNCTION referrals_offer_adds_up() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM referrals_check_offer(coalesce(NEW.referral_id, OLD.referral_id));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offer_adds_up
    AFTER INSERT OR DELETE OR UPDATE ON referrals_offer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_offer_adds_up();
"""
NEVERTHELESS = """
DROP FUNCTION referrals_offer_adds_up() CASCADE;
DROP FUNCTION referrals_adds_up() CASCADE;
DROP FUNCTION referrals_check_seats(bigint);
DROP FUNCTION referrals_check_consent(uuid);
DROP FUNCTION referrals_check_offer(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.RunSQL(NAMES_FOLLOW, NAMES_ALONE),
        migrations.RunSQL(NEVER_CHANGES, "DROP FUNCTION referrals_refuse_change() CASCADE"),
        migrations.RunSQL(NO_NAMES, "DROP FUNCTION referrals_refuse_names() CASCADE"),
        migrations.RunSQL(ADDS_UP, NEVERTHELESS),
    ]
