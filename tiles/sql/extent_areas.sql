-- Box of the areas in force, and the label point of the smallest.
-- Parameters: today date (local). Returns west, south, east, north, lon, lat double (degrees); NULL without areas.
-- Index: foreign key of boundary.
WITH shown AS (
    SELECT
        boundary.geom,
        boundary.label_point,
        boundary.area_m2
    FROM territories_boundaryversion AS version
    INNER JOIN territories_boundary AS boundary ON boundary.version_id = version.id
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
        AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
),

box AS (SELECT ST_Extent(shown.geom) AS whole FROM shown),

smallest AS (SELECT shown.label_point FROM shown ORDER BY shown.area_m2 LIMIT 1)

SELECT
    ST_XMin(box.whole) AS west,
    ST_YMin(box.whole) AS south,
    ST_XMax(box.whole) AS east,
    ST_YMax(box.whole) AS north,
    ST_X(smallest.label_point) AS lon,
    ST_Y(smallest.label_point) AS lat
FROM box LEFT JOIN smallest ON TRUE
