"""The roll-up per cell and month, kept up by triggers on the marks in the transaction that changes them (ADR 0050)."""

from django.conf import settings
from django.db import migrations, models

# Without a key: rows are changes, whose sum holds. Wide columns first, so that none is padded.
TABLE = """
CREATE TABLE analytics_cellmonth (
    cell bigint NOT NULL,
    supports bigint NOT NULL,
    month date NOT NULL,
    appeals integer NOT NULL,
    waiting integer NOT NULL,
    answered integer NOT NULL,
    in_time integer NOT NULL,
    rated integer NOT NULL,
    ratings integer NOT NULL,
    reopened integer NOT NULL,
    is_public boolean NOT NULL,
    is_draft boolean NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
"""
DROP_TABLE = "DROP TABLE analytics_cellmonth"
INDEX = """
CREATE INDEX cellmonth_cell ON analytics_cellmonth (cell, month, is_public, is_draft)
INCLUDE (appeals, waiting, answered, in_time, rated, ratings, reopened, supports);
"""
# The months are of one zone, which a reader names: whoever changes the setting is told instead of given other months.
# Stable, not immutable: what was planned with the zone is planned anew when it is replaced.
ZONE = """
CREATE FUNCTION analytics_zone() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT '{zone}' $$;
CREATE FUNCTION analytics_month(at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT date_trunc('month', at AT TIME ZONE analytics_zone())::date $$;
CREATE FUNCTION analytics_zone_is(asked text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF asked IS DISTINCT FROM analytics_zone() THEN
        RAISE EXCEPTION 'the roll-up has months of %, not of %', analytics_zone(), asked
        USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Run manage.py verify_rollups --repair.';
    END IF;
    RETURN TRUE;
END $$;
"""
DROP_ZONE = """
DROP FUNCTION analytics_zone_is(text);
DROP FUNCTION analytics_month(timestamptz);
DROP FUNCTION analytics_zone();
"""
_COLUMNS = "cell, month, is_public, is_draft, appeals, waiting, answered, in_time, rated, ratings, reopened, supports"
# An appeal that waits has neither answer nor rating yet, as in appeals/sql/statistics.sql. The parent of a cell is bit
# arithmetic, as in geo.hexgrid.parent_sql.
_SIGNED = """
    SELECT
        (h3 & ~(15::bigint << 52)) | (9::bigint << 52) | ((1::bigint << 18) - 1) AS cell,
        analytics_month(submitted_at) AS month,
        visibility = 'public' AS is_public,
        state = 'draft' AS is_draft,
        {sign} AS sign,
        state IN (
            'submitted', 'moderation', 'accepted', 'assigned', 'registered', 'in_progress', 'on_hold',
            'interim_answer', 'reopened'
        ) AS waits,
        in_time, rating, reopened, supports
    FROM {marks}
"""
_SUMMED = """
INSERT INTO analytics_cellmonth ({columns})
SELECT * FROM (
    SELECT
        cell, month, is_public, is_draft,
        sum(sign) AS appeals,
        coalesce(sum(sign) FILTER (WHERE waits), 0) AS waiting,
        coalesce(sum(sign) FILTER (WHERE NOT waits AND in_time IS NOT NULL), 0) AS answered,
        coalesce(sum(sign) FILTER (WHERE NOT waits AND in_time), 0) AS in_time,
        coalesce(sum(sign) FILTER (WHERE NOT waits AND rating IS NOT NULL), 0) AS rated,
        coalesce(sum(sign * rating) FILTER (WHERE NOT waits), 0) AS ratings,
        coalesce(sum(sign) FILTER (WHERE reopened), 0) AS reopened,
        sum(sign * supports::bigint) AS supports
    FROM ({signed}) AS mark
    GROUP BY cell, month, is_public, is_draft
) AS change
WHERE (appeals, waiting, answered, in_time, rated, ratings, reopened, supports) <> (0, 0, 0, 0, 0, 0, 0, 0)
"""


def _counted(*signed: tuple[str, int]) -> str:
    """A statement that adds these relations of marks, each with its sign."""
    text = " UNION ALL ".join(_SIGNED.format(marks=marks, sign=sign) for marks, sign in signed)
    return _SUMMED.format(columns=_COLUMNS, signed=text)


# What empties both tables in one command has done our part already, and does not let it be done again.
ROLL_UP = f"""
CREATE FUNCTION analytics_roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {_counted(("come", 1))};
    ELSIF TG_OP = 'UPDATE' THEN
        {_counted(("come", 1), ("gone", -1))};
    ELSIF TG_OP = 'DELETE' THEN
        {_counted(("gone", -1))};
    ELSE
        BEGIN
            TRUNCATE analytics_cellmonth;
        EXCEPTION WHEN object_in_use THEN
            IF EXISTS (SELECT FROM analytics_cellmonth) THEN
                RAISE;
            END IF;
        END;
    END IF;
    RETURN NULL;
END $$;
"""
DROP_ROLL_UP = "DROP FUNCTION analytics_roll_up()"
TRIGGERS = """
CREATE TRIGGER rolled_up_come AFTER INSERT ON appeals_mark
REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION analytics_roll_up();
CREATE TRIGGER rolled_up_changed AFTER UPDATE ON appeals_mark
REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION analytics_roll_up();
CREATE TRIGGER rolled_up_gone AFTER DELETE ON appeals_mark
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION analytics_roll_up();
CREATE TRIGGER rolled_up_emptied AFTER TRUNCATE ON appeals_mark
FOR EACH STATEMENT EXECUTE FUNCTION analytics_roll_up();
"""
DROP_TRIGGERS = """
DROP TRIGGER rolled_up_come ON appeals_mark;
DROP TRIGGER rolled_up_changed ON appeals_mark;
DROP TRIGGER rolled_up_gone ON appeals_mark;
DROP TRIGGER rolled_up_emptied ON appeals_mark;
"""
_KEY = ("cell", "month", "is_public", "is_draft")
_TALLIED = ("appeals", "waiting", "answered", "in_time", "rated", "ratings", "reopened", "supports")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("appeals", "0027_measured_marks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, DROP_TABLE)],
            state_operations=[
                migrations.CreateModel(
                    name="CellMonth",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                *_KEY, blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("cell", models.BigIntegerField()),
                        ("supports", models.BigIntegerField()),
                        ("month", models.DateField()),
                        *((name, models.IntegerField()) for name in _TALLIED[:-1]),
                        ("is_public", models.BooleanField()),
                        ("is_draft", models.BooleanField()),
                    ],
                    options={
                        "verbose_name": "figures of a cell and month",
                        "verbose_name_plural": "figures of cells and months",
                        "indexes": [models.Index(fields=_KEY, include=_TALLIED, name="cellmonth_cell")],
                    },
                ),
            ],
        ),
        migrations.RunSQL(ZONE.format(zone=settings.TIME_ZONE), DROP_ZONE),
        migrations.RunSQL(ROLL_UP, DROP_ROLL_UP),
        # From here on no mark can change until the transaction ends, so that the filling misses none.
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
        migrations.RunSQL(_counted(("appeals_mark", 1)), migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, migrations.RunSQL.noop),
    ]
