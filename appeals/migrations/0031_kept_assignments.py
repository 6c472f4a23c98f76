"""Assignments are only added, whatever forgets it: as events are. What they name may be deleted, and a person forgotten."""

from django.db import migrations

KEPT = """
CREATE FUNCTION appeals_assignment_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(NEW) - '{actor_id,zone_id,version_id,runner_up_id}'::text[])
            = (to_jsonb(OLD) - '{actor_id,zone_id,version_id,runner_up_id}'::text[])
        AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
        AND (NEW.zone_id IS NULL OR NEW.zone_id = OLD.zone_id)
        AND (NEW.version_id IS NULL OR NEW.version_id = OLD.version_id)
        AND (NEW.runner_up_id IS NULL OR NEW.runner_up_id = OLD.runner_up_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'assignments are only added'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assignment_kept';
END $$;
CREATE TRIGGER assignment_kept BEFORE UPDATE OR DELETE ON appeals_assignment
FOR EACH ROW EXECUTE FUNCTION appeals_assignment_kept();
"""
DROP_KEPT = "DROP TRIGGER assignment_kept ON appeals_assignment; DROP FUNCTION appeals_assignment_kept();"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0030_popularity")]

    operations = [migrations.RunSQL(KEPT, DROP_KEPT)]
