"""What the model cannot say: the file belongs to its sum, and an approved report stands."""

from django.db import migrations

# The sum is that of the bytes, and a report from built on points at the file that has it. So
# neither can the file be changed or removed under the report, nor can there be two.
FILE = """
ALTER TABLE reports_reportfile ADD CONSTRAINT report_file_sum_is_of_its_bytes
    CHECK (sha256 = encode(sha256(pdf), 'hex'));
ALTER TABLE reports_report ADD CONSTRAINT report_points_at_its_file
    FOREIGN KEY (id, sha256) REFERENCES reports_reportfile (report_id, sha256);

CREATE FUNCTION report_file_is_never_altered() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'a report file is never altered' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER report_file_refuses_change BEFORE UPDATE ON reports_reportfile
    FOR EACH ROW EXECUTE FUNCTION report_file_is_never_altered();
"""

# From approval on the life goes one way, and only what belongs to the next moves is written.
STANDS = """
CREATE FUNCTION approved_report_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    life text[] := ARRAY['approved', 'on_agenda', 'decided', 'sent'];
    moves text[] := ARRAY['state', 'changed_at', 'agenda_on', 'decided_on', 'paragraph',
        'immediately_approved', 'sent_on', 'channel', 'recipient_number'];
    before int := array_position(life, OLD.state::text);
BEGIN
    IF before IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moves <> to_jsonb(OLD) - moves THEN
        RAISE EXCEPTION 'an approved report never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
       OR COALESCE(array_position(life, NEW.state::text), 0) NOT IN (before, before + 1)
       OR OLD.agenda_on IS NOT NULL AND NEW.agenda_on IS DISTINCT FROM OLD.agenda_on
       OR OLD.decided_on IS NOT NULL
       AND (NEW.decided_on, NEW.paragraph, NEW.immediately_approved)
           IS DISTINCT FROM (OLD.decided_on, OLD.paragraph, OLD.immediately_approved) THEN
        RAISE EXCEPTION 'an approved report goes on to its next state only'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved_report_refuses_change BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION approved_report_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FILE,
            "DROP TRIGGER report_file_refuses_change ON reports_reportfile;"
            "DROP FUNCTION report_file_is_never_altered();"
            "ALTER TABLE reports_report DROP CONSTRAINT report_points_at_its_file;"
            "ALTER TABLE reports_reportfile DROP CONSTRAINT report_file_sum_is_of_its_bytes",
        ),
        migrations.RunSQL(
            STANDS,
            "DROP TRIGGER approved_report_refuses_change ON reports_report;"
            "DROP FUNCTION approved_report_stands()",
        ),
    ]
