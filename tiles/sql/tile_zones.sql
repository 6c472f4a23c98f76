-- Vector tile of zones of duty in force: their own geometry, or that of the areas they list.
-- Parameters: z, x, y int; today date (local).
-- Returns tile bytea (layer zones). Index: GiST of territories_servicezone.geom and territories_boundary.geom.
WITH place AS (
    SELECT ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096), 4326) AS box
),

piece AS (
    SELECT
        zone.id,
        zone.geom
    FROM territories_servicezone AS zone, place
    WHERE zone.geom && place.box
    UNION ALL
    SELECT
        listed.servicezone_id AS id,
        boundary.geom
    FROM territories_boundary AS boundary
    INNER JOIN place ON boundary.geom && place.box
    INNER JOIN territories_boundaryversion AS version ON version.id = boundary.version_id
    INNER JOIN territories_servicezone_areas AS listed ON listed.area_id = boundary.area_id
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
        AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
)

SELECT ST_AsMVT(feature, 'zones', 4096, 'geom') AS tile
FROM (
    SELECT
        zone.id,
        zone.name,
        organisation.name AS organisation,
        organisation.kind,
        zone.shared,
        ST_AsMVTGeom(
            ST_Transform(ST_SimplifyPreserveTopology(piece.geom, 180.0 / 2 ^ %(z)s / 512), 3857),
            ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64
        ) AS geom
    FROM piece
    INNER JOIN territories_servicezone AS zone ON zone.id = piece.id
    INNER JOIN territories_organisation AS organisation ON organisation.id = zone.organisation_id
    WHERE
        (zone.valid_from IS NULL OR zone.valid_from <= %(today)s::date)
        AND (zone.valid_to IS NULL OR zone.valid_to > %(today)s::date)
    ORDER BY zone.area_m2 DESC, zone.id
) AS feature
WHERE feature.geom IS NOT NULL
