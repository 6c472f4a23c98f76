-- The houses nearest to a point within a radius, nearest first.
-- lon, lat: degrees (EPSG:4326); radius_m: metres on the ground; count.
-- Columns: id, address, lon, lat (degrees), distance_m (geodesic).
-- Index: house_location_m.
SELECT
    id,
    address,
    ST_X(location) AS lon,
    ST_Y(location) AS lat,
    ST_Distance(location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography) AS distance_m
FROM geo_house
WHERE
    ST_DWithin(
        location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, %(radius_m)s
    )
ORDER BY location::geography <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography ASC, id ASC
LIMIT %(count)s
