-- How much of an area several grounds cover together, which may overlap.
-- Parameters: sets text, JSON array of {number, area_id, zones: [id], areas: [id]}; on_date date: in force then.
-- Returns: number, share double 0…1 of the area (planar degrees). Index: piece_gist.
WITH in_force AS (
    SELECT boundary.id, boundary.area_id
    FROM territories_boundary AS boundary
    INNER JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
        AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
),

asked AS (
    SELECT * FROM jsonb_to_recordset(%(sets)s::jsonb) AS one (number int, area_id bigint, zones jsonb, areas jsonb)
),

wanted AS (
    SELECT asked.number, asked.zones, asked.areas, piece.id, piece.geom
    FROM asked
    INNER JOIN in_force ON in_force.area_id = asked.area_id
    INNER JOIN territories_piece AS piece ON piece.boundary_id = in_force.id
),

covered AS (
    SELECT wanted.number, ST_Union(ST_Intersection(wanted.geom, piece.geom)) AS geom
    FROM wanted
    CROSS JOIN LATERAL (
        SELECT boundary_id, zone_id, geom
        FROM territories_piece
        WHERE ST_Intersects(geom, wanted.geom)
        -- By the index of places only: the planner would start from the owners and try each piece of each.
        OFFSET 0
    ) AS piece
    LEFT JOIN in_force AS below ON piece.boundary_id = below.id
    WHERE wanted.zones @> to_jsonb(piece.zone_id) OR wanted.areas @> to_jsonb(below.area_id)
    GROUP BY wanted.number, wanted.id
)

SELECT covered.number, sum(ST_Area(covered.geom)) / min(size.whole) AS share
FROM covered
INNER JOIN (SELECT number, sum(ST_Area(geom)) AS whole FROM wanted GROUP BY number) AS size USING (number)
GROUP BY covered.number
