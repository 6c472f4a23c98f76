"""Numbers and chains the events of each appeal in the database, and lets nobody change or remove one."""

import django.db.models.deletion
from django.db import migrations, models

DIGEST = """
CREATE FUNCTION appeals_event_digest(
    appeal_id bigint, seq integer, type text, at timestamptz, actor_role text,
    old jsonb, new jsonb, comment text, is_public boolean
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        appeal_id, seq, type, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor_role,
        old, new, comment, is_public
    )::text, 'UTF8'))
$$;
CREATE FUNCTION appeals_event_join(hash bytea, digest bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT sha256(hash || digest) $$;
CREATE AGGREGATE appeals_event_chain(bytea) (SFUNC = appeals_event_join, STYPE = bytea, INITCOND = '');
"""
DROP_DIGEST = """
DROP AGGREGATE appeals_event_chain(bytea);
DROP FUNCTION appeals_event_join(bytea, bytea);
DROP FUNCTION appeals_event_digest(bigint, integer, text, timestamptz, text, jsonb, jsonb, text, boolean);
"""
CHAIN = """
WITH numbered AS (
    SELECT event.*, row_number() OVER (PARTITION BY appeal_id ORDER BY at, id)::integer AS place
    FROM appeals_event AS event
), chained AS (
    SELECT id, place, appeals_event_chain(
        appeals_event_digest(appeal_id, place, type, at, actor_role, old, new, comment, is_public)
    ) OVER (PARTITION BY appeal_id ORDER BY place) AS link
    FROM numbered
)
UPDATE appeals_event AS event
SET seq = chained.place, hash = chained.link
FROM chained
WHERE chained.id = event.id;
"""
LINK = """
CREATE FUNCTION appeals_event_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before_seq integer;
    before_hash bytea;
BEGIN
    SELECT seq, hash INTO before_seq, before_hash FROM appeals_event
    WHERE appeal_id = NEW.appeal_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(before_seq, 0) + 1;
    NEW.digest := NULL;
    NEW.hash := sha256(coalesce(before_hash, ''::bytea) || appeals_event_digest(
        NEW.appeal_id, NEW.seq, NEW.type, NEW.at, NEW.actor_role, NEW.old, NEW.new, NEW.comment, NEW.is_public
    ));
    RETURN NEW;
END $$;
CREATE TRIGGER event_link BEFORE INSERT ON appeals_event
FOR EACH ROW EXECUTE FUNCTION appeals_event_link();
"""
DROP_LINK = "DROP TRIGGER event_link ON appeals_event; DROP FUNCTION appeals_event_link();"
# A person may be forgotten: the actor, and once the words of an event, whose digest then takes their place.
KEPT = """
CREATE FUNCTION appeals_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(NEW) - '{actor_id,comment,old,new,digest}'::text[])
            = (to_jsonb(OLD) - '{actor_id,comment,old,new,digest}'::text[])
        AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
    THEN
        IF NEW.digest IS NULL AND OLD.digest IS NULL
            AND (NEW.comment, NEW.old, NEW.new) IS NOT DISTINCT FROM (OLD.comment, OLD.old, OLD.new)
        THEN
            RETURN NEW;
        END IF;
        IF NEW.digest IS NOT NULL THEN
            NEW.digest := coalesce(OLD.digest, appeals_event_digest(
                OLD.appeal_id, OLD.seq, OLD.type, OLD.at, OLD.actor_role, OLD.old, OLD.new, OLD.comment,
                OLD.is_public
            ));
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'events are only added' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_kept';
END $$;
CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE ON appeals_event
FOR EACH ROW EXECUTE FUNCTION appeals_event_kept();
"""
DROP_KEPT = "DROP TRIGGER event_kept ON appeals_event; DROP FUNCTION appeals_event_kept();"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0010_route")]

    operations = [
        migrations.AddField("event", "seq", models.IntegerField(db_default=0, editable=False)),
        migrations.AddField(
            "event", "hash", models.BinaryField(db_default=b"", editable=False, max_length=32)
        ),
        migrations.AddField("event", "digest", models.BinaryField(editable=False, max_length=32, null=True)),
        migrations.RunSQL(DIGEST, DROP_DIGEST),
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
        # The foreign keys of the rows just written are checked now: a table with waiting checks cannot be altered.
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            "event", models.UniqueConstraint(fields=("appeal", "seq"), name="event_seq_once")
        ),
        migrations.AlterField(
            "event",
            "appeal",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="appeals.appeal",
            ),
        ),
        migrations.RunSQL(LINK, DROP_LINK),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
