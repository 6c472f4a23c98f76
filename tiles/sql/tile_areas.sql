-- Vector tile of the areas in force: polygons of a band of simplification, and the label points of those whose size
-- suits the zoom, so that a region's name does not stand among its districts'.
-- Parameters: z, x, y int; band int: max_zoom of the shapes; today date (local); kinds, collections text[]:
-- empty for all.
-- Returns tile bytea (layers areas, area_labels; a tile of several layers is their concatenation).
-- Index: area_shape_place.
WITH shown AS MATERIALIZED (
    SELECT
        area.id,
        area.code,
        coalesce(nullif(boundary.name, ''), area.name) AS name,
        area.kind,
        collection.slug AS collection,
        boundary.area_m2,
        boundary.label_point,
        shape.geom_3857
    FROM territories_boundaryversion AS version
    INNER JOIN territories_boundary AS boundary ON boundary.version_id = version.id
    INNER JOIN territories_area AS area ON area.id = boundary.area_id
    INNER JOIN territories_collection AS collection ON collection.id = area.collection_id
    INNER JOIN tiles_areashape AS shape ON shape.boundary_id = boundary.id AND shape.max_zoom = %(band)s::smallint
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
        AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
        AND (%(kinds)s::text[] = '{}' OR area.kind = ANY(%(kinds)s::text[]))
        AND (%(collections)s::text[] = '{}' OR collection.slug = ANY(%(collections)s::text[]))
        AND ST_Intersects(
            shape.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)
        )
)

SELECT
    coalesce((
        SELECT ST_AsMVT(feature, 'areas', 4096, 'geom') FROM (
            SELECT
                shown.id,
                shown.code,
                shown.name,
                shown.kind,
                shown.collection,
                ST_AsMVTGeom(shown.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geom
            FROM shown
            ORDER BY shown.area_m2 DESC
        ) AS feature WHERE feature.geom IS NOT NULL
    ), '') || coalesce((
        SELECT ST_AsMVT(label, 'area_labels', 4096, 'geom') FROM (
            SELECT
                shown.id,
                shown.code,
                shown.name,
                shown.kind,
                shown.collection,
                ST_AsMVTGeom(
                    ST_Transform(shown.label_point, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0
                ) AS geom
            FROM shown
            -- A label stands where its area is about as large as the view: from an eighth of a tile to two and a half.
            CROSS JOIN LATERAL (
                SELECT 40075016.7 * cos(radians(ST_Y(shown.label_point))) / (1 << %(z)s) AS side_m
            ) AS square
            WHERE sqrt(shown.area_m2) BETWEEN square.side_m / 8 AND square.side_m * 2.5
            ORDER BY shown.area_m2 DESC
        ) AS label WHERE label.geom IS NOT NULL
    ), '') AS tile
