"""Areas that would tell where a home is leave the marks, and no precinct names a place any more.

The numbers are those of the rule when this was written (rules/areas.py); rows written later follow the rule itself.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

SORT_APPEALS = """
WITH known AS (
    SELECT
        area.id,
        NOT (
            regexp_split_to_array(lower(area.kind), '[-_]') && ARRAY[
                'precinct', 'uik', 'electoral', 'election', 'polling', 'voting', 'constituency', 'census',
                'postal', 'postcode', 'zip', 'school', 'catchment', 'police'
            ]
        ) AS administrative,
        coalesce(min(boundary.area_m2) FILTER (WHERE version.state = 'published'), 0) AS area_m2
    FROM territories_area AS area
    LEFT JOIN territories_boundary AS boundary ON boundary.area_id = area.id
    LEFT JOIN territories_boundaryversion AS version ON version.id = boundary.version_id
    GROUP BY area.id
),

around AS (
    SELECT
        appeal.id AS appeal_id,
        known.id AS area_id,
        place.position,
        known.administrative,
        (topic.privacy = 'home' OR NOT appeal.public_location ~= appeal.location)
        AND NOT (known.administrative AND known.area_m2 >= 250000) AS hidden
    FROM appeals_appeal AS appeal
    INNER JOIN appeals_topic AS topic ON topic.id = appeal.topic_id
    CROSS JOIN LATERAL unnest(appeal.area_ids) WITH ORDINALITY AS place (area_id, position)
    INNER JOIN known ON known.id = place.area_id
),

sorted AS (
    SELECT
        appeal_id,
        coalesce(array_agg(area_id ORDER BY position) FILTER (WHERE hidden), '{}') AS hidden_ids,
        (array_agg(area_id ORDER BY position) FILTER (WHERE administrative AND NOT hidden))[1] AS shown_id
    FROM around
    GROUP BY appeal_id
)

UPDATE appeals_appeal AS appeal
SET hidden_area_ids = sorted.hidden_ids, area_id = sorted.shown_id
FROM sorted
WHERE
    appeal.id = sorted.appeal_id
    AND (appeal.hidden_area_ids, appeal.area_id) IS DISTINCT FROM (sorted.hidden_ids, sorted.shown_id)
"""
SORT_MARKS = """
UPDATE appeals_mark AS mark
SET
    hidden_area_ids = appeal.hidden_area_ids,
    area_ids = ARRAY(
        SELECT place.area_id
        FROM unnest(appeal.area_ids) WITH ORDINALITY AS place (area_id, position)
        WHERE place.area_id != ALL(appeal.hidden_area_ids)
        ORDER BY place.position
    )
FROM appeals_appeal AS appeal
WHERE appeal.id = mark.appeal_id AND appeal.hidden_area_ids != '{}'
"""
SHOW_ALL = """
UPDATE appeals_mark AS mark
SET area_ids = appeal.area_ids
FROM appeals_appeal AS appeal
WHERE appeal.id = mark.appeal_id AND appeal.hidden_area_ids != '{}'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0005_attempts"),
        ("territories", "0003_border_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="hidden_area_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="hidden_area_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(SORT_APPEALS, migrations.RunSQL.noop),
        migrations.RunSQL(SORT_MARKS, SHOW_ALL),
    ]
