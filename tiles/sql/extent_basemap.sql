-- Box of the basemap and a point of a place label, else of the first feature.
-- Returns west, south, east, north, lon, lat double (degrees); NULL without features.
WITH box AS (
    SELECT ST_Transform(ST_SetSRID(ST_Extent(feature.geom_3857)::geometry, 3857), 4326) AS whole
    FROM geo_basemapfeature AS feature
),

place AS (
    SELECT ST_Transform(ST_PointOnSurface(feature.geom_3857), 4326) AS spot
    FROM geo_basemapfeature AS feature
    WHERE feature.min_zoom <= 13 AND feature.max_zoom >= 13
    ORDER BY feature.layer = 'place_labels' DESC, feature.rank DESC, feature.id
    LIMIT 1
)

SELECT
    ST_XMin(box.whole) AS west,
    ST_YMin(box.whole) AS south,
    ST_XMax(box.whole) AS east,
    ST_YMax(box.whole) AS north,
    ST_X(place.spot) AS lon,
    ST_Y(place.spot) AS lat
FROM box LEFT JOIN place ON TRUE
