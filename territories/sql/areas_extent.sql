-- Box of all that was ever drawn for areas and for those below them, by the tree of any version: what lies in one of
-- the areas, now or on an earlier day, lies in it.
-- Parameters: area_ids bigint[].
-- Returns west, south, east, north double (degrees), all NULL when nothing was drawn.
-- Index: foreign keys of areas and boundaries to their parents, boundary_once_per_version.
WITH RECURSIVE below AS (
    SELECT unnest(%(area_ids)s::bigint[]) AS area_id
    UNION
    SELECT child.area_id
    FROM below
    CROSS JOIN LATERAL (
        SELECT area.id AS area_id
        FROM territories_area AS area
        WHERE area.parent_id = below.area_id
        UNION ALL
        SELECT boundary.area_id
        FROM territories_boundary AS boundary
        WHERE boundary.parent_id = below.area_id
    ) AS child
)

SELECT
    min(ST_XMin(boundary.geom::box3d)) AS west,
    min(ST_YMin(boundary.geom::box3d)) AS south,
    max(ST_XMax(boundary.geom::box3d)) AS east,
    max(ST_YMax(boundary.geom::box3d)) AS north
FROM below
INNER JOIN territories_boundary AS boundary ON below.area_id = boundary.area_id
