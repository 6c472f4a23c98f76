-- The whole table of deadlines with all that deadlines depend on, as one row of JSON: small tables, read at once.
-- Returns rows: array of {id, stage, track, topic_id, category_id, area_id, number, unit, valid_from, valid_to};
-- exceptions: array of {area_id, day, is_working}; zones: array of {area_id, time_zone} of the areas that have one;
-- parents: array of {area_id, parent_id}, of the areas below one that any of the three names. Reads them whole.
WITH RECURSIVE named AS (
    SELECT area_id FROM appeals_deadline WHERE area_id IS NOT NULL
    UNION
    SELECT area_id FROM appeals_calendarday WHERE area_id IS NOT NULL
    UNION
    SELECT id FROM territories_area WHERE time_zone <> ''
), below AS (
    SELECT area.id, area.parent_id
    FROM territories_area AS area JOIN named ON area.parent_id = named.area_id
    UNION
    SELECT area.id, area.parent_id
    FROM territories_area AS area JOIN below ON area.parent_id = below.id
)
SELECT
    (SELECT coalesce(jsonb_agg(to_jsonb(deadline) - 'source'), '[]') FROM appeals_deadline AS deadline) AS rows,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'area_id', off.area_id, 'day', off.day, 'is_working', off.is_working
        )), '[]')
        FROM appeals_calendarday AS off
    ) AS exceptions,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object('area_id', area.id, 'time_zone', area.time_zone)), '[]')
        FROM territories_area AS area
        WHERE area.time_zone <> ''
    ) AS zones,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object('area_id', below.id, 'parent_id', below.parent_id)), '[]')
        FROM below
    ) AS parents
