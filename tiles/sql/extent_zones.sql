-- Box of the zones in force that have a shape, and a point on the newest of them.
-- Parameters: today date (local). Returns west, south, east, north, lon, lat double (degrees); NULL without zones.
WITH shown AS (
    SELECT
        zone.id,
        coalesce(zone.geom, boundary.geom) AS geom
    FROM territories_servicezone AS zone
    LEFT JOIN territories_servicezone_areas AS listed ON zone.geom IS NULL AND listed.servicezone_id = zone.id
    LEFT JOIN territories_boundary AS boundary ON boundary.area_id = listed.area_id AND boundary.version_id IN (
        SELECT version.id FROM territories_boundaryversion AS version
        WHERE
            version.state = 'published'
            AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
            AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
    )
    WHERE
        coalesce(zone.geom, boundary.geom) IS NOT NULL
        AND (zone.valid_from IS NULL OR zone.valid_from <= %(today)s::date)
        AND (zone.valid_to IS NULL OR zone.valid_to > %(today)s::date)
),

box AS (SELECT ST_Extent(shown.geom) AS whole FROM shown),

newest AS (SELECT ST_PointOnSurface(shown.geom) AS place FROM shown ORDER BY shown.id DESC LIMIT 1)

SELECT
    ST_XMin(box.whole) AS west,
    ST_YMin(box.whole) AS south,
    ST_XMax(box.whole) AS east,
    ST_YMax(box.whole) AS north,
    ST_X(newest.place) AS lon,
    ST_Y(newest.place) AS lat
FROM box LEFT JOIN newest ON TRUE
