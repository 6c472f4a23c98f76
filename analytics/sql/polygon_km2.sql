-- True area of a drawn polygon. Its sides are straight on the map, hence the points between its corners.
-- Parameters: polygon text: well-known text in EPSG:4326, lon lat.
-- Returns km2 double. Index: none.
SELECT
    ST_Area(
        ST_Transform(
            ST_Segmentize(ST_Transform(ST_GeomFromText(%(polygon)s, 4326), 3857), 10000), 4326
        )::geography
    ) / 1e6 AS km2
