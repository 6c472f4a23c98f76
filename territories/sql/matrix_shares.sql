-- How much of each area the polygons of duty cover: zones, and areas that zones or authorities name.
-- Parameters: area_ids bigint[]; on_date date: what is in force then.
-- Returns: area_id (one of area_ids), zone_id or named_area_id (whose ground it is), asset boolean, share double 0…1 of
--   the area (planar degrees: one area is too small for the difference; 0 of an asset, which covers nothing).
-- Pieces of one owner never overlap, so that their sum is the whole. Index: piece_gist.
WITH in_force AS (
    SELECT boundary.id, boundary.area_id
    FROM territories_boundary AS boundary
    INNER JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
        AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
),

zone AS (
    SELECT id, basis
    FROM territories_servicezone
    WHERE
        (valid_from IS NULL OR valid_from <= %(on_date)s)
        AND (valid_to IS NULL OR valid_to > %(on_date)s)
),

named AS (
    SELECT area_id
    FROM territories_authority
    WHERE
        (valid_from IS NULL OR valid_from <= %(on_date)s)
        AND (valid_to IS NULL OR valid_to > %(on_date)s)
    UNION
    SELECT listed.area_id
    FROM territories_servicezone_areas AS listed
    INNER JOIN zone ON listed.servicezone_id = zone.id AND zone.basis = 'areas'
),

wanted AS MATERIALIZED (
    SELECT in_force.area_id, piece.geom
    FROM in_force
    INNER JOIN territories_piece AS piece ON piece.boundary_id = in_force.id
    WHERE in_force.area_id = ANY(%(area_ids)s)
),

size AS (
    SELECT area_id, sum(ST_Area(geom)) AS whole FROM wanted GROUP BY area_id
)

SELECT
    wanted.area_id,
    zone.id AS zone_id,
    below.area_id AS named_area_id,
    coalesce(zone.basis = 'asset', FALSE) AS asset,
    sum(CASE
        WHEN zone.basis = 'asset' THEN 0
        WHEN ST_CoveredBy(wanted.geom, piece.geom) THEN ST_Area(wanted.geom)
        ELSE ST_Area(ST_Intersection(wanted.geom, piece.geom))
    END) / min(size.whole) AS share
FROM wanted
CROSS JOIN LATERAL (
    SELECT boundary_id, zone_id, geom
    FROM territories_piece
    WHERE ST_Intersects(geom, wanted.geom)
    -- By the index of places only: the planner would start from the owners and try each piece of each.
    OFFSET 0
) AS piece
LEFT JOIN zone ON piece.zone_id = zone.id
LEFT JOIN in_force AS below
    ON piece.boundary_id = below.id AND below.area_id IN (SELECT area_id FROM named)
INNER JOIN size ON wanted.area_id = size.area_id
WHERE zone.id IS NOT NULL OR below.id IS NOT NULL
GROUP BY wanted.area_id, zone.id, below.area_id, zone.basis
ORDER BY wanted.area_id, zone.id, below.area_id
