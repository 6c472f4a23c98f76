-- Complaints about waste and the container site that each is about: the nearest that there was on its day.
-- Parameters: tolerance_m double, metres on the ground; tie_m double: two sites as near as that cannot be told apart;
--   zone text: time zone whose days are meant.
-- Relations: marks (appeal_id, topic_id, state, submitted_at, h3, answer_h, geom_3857), sites (id): those asked for.
-- Returns site_id, topic_id bigint, state text, replied boolean: it is known when it was answered, on date (local),
--   h3 bigint (resolution 15), distance_m double, tied boolean: another site is as near. A complaint whose nearest site
--   is not among `sites` is left out.
-- Index: container_site_place; that of the relation of marks.
SELECT
    nearest.site_id,
    mark.topic_id,
    mark.state,
    mark.replied,
    mark.local_day AS "on",
    mark.h3,
    nearest.distance_m,
    nearest.tied
FROM (
    SELECT
        found.topic_id,
        found.state,
        found.h3,
        found.answer_h IS NOT NULL AS replied,
        (found.submitted_at AT TIME ZONE %(zone)s)::date AS local_day,
        ST_Transform(found.geom_3857, 4326)::geography AS place
    FROM ({marks}) AS found
    -- Each place is transformed once, not once for every use of it.
    OFFSET 0
) AS mark
CROSS JOIN LATERAL (
    SELECT
        -- Of two that cannot be told apart the code decides, so that the choice is the same every time.
        (array_agg(near.id ORDER BY near.distance_m > near.least_m + %(tie_m)s, near.code))[1] AS site_id,
        min(near.distance_m) AS distance_m,
        count(*) > 1 AND max(near.distance_m) - min(near.distance_m) <= %(tie_m)s AS tied
    FROM (
        SELECT
            site.id,
            site.code,
            ST_Distance(site.location::GEOGRAPHY (POINT, 4326), mark.place) AS distance_m,
            min(ST_Distance(site.location::GEOGRAPHY (POINT, 4326), mark.place)) OVER () AS least_m
        FROM territories_containersite AS site
        WHERE
            ST_DWithin(site.location::GEOGRAPHY (POINT, 4326), mark.place, %(tolerance_m)s)
            AND (site.valid_from IS NULL OR site.valid_from <= mark.local_day)
            AND (site.valid_to IS NULL OR site.valid_to > mark.local_day)
        ORDER BY site.location::GEOGRAPHY (POINT, 4326) <-> mark.place
        LIMIT 2
    ) AS near
) AS nearest
INNER JOIN ({sites}) AS asked ON nearest.site_id = asked.id
ORDER BY nearest.site_id, mark.local_day
