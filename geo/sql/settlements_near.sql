-- Settlements around a place, nearest first: where an imported address belongs that names none.
-- lon, lat: degrees (EPSG:4326); radius_m: metres; count.
-- Columns: id, name, distance_m.
-- Index: settlement_location_m.
SELECT
    id,
    name,
    ST_Distance(location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography) AS distance_m
FROM geo_settlement
WHERE
    ST_DWithin(
        location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, %(radius_m)s
    )
ORDER BY location::geography <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
LIMIT %(count)s
