-- How many unique places the appeals of an area have: cells of a fine grid, of which the border of two areas may cut
-- one, so that it is counted in both.
-- Parameters: wanted bigint[]: areas told; kept, marked bigint: bits of the places' resolution, see geo.hexgrid.
-- Relations: marks (areas bigint[], h3).
-- Returns area_id, places bigint. Index: that of the marks.
SELECT
    found.area_id,
    count(*) AS places
FROM (
    SELECT DISTINCT
        held.area_id,
        at_place.place
    FROM (
        SELECT DISTINCT
            mark.areas,
            (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS place
        FROM ({marks}) AS mark
    ) AS at_place
    CROSS JOIN LATERAL unnest(at_place.areas) AS held (area_id)
    WHERE held.area_id = ANY(%(wanted)s::bigint[])
) AS found
GROUP BY found.area_id
