-- Settlements whose name is most like a misspelt one, by trigrams.
-- key: normalised name; lon, lat: degrees (EPSG:4326) or null; count.
-- Columns: id, name, name_key, kind, region, lon, lat (degrees), similarity (0…1), distance_m (or null).
-- Index: settlement_name_like.
WITH alike AS (
    SELECT *
    FROM geo_settlement
    ORDER BY name_key <-> %(key)s ASC
    LIMIT %(count)s
)

SELECT
    id,
    name,
    name_key,
    kind,
    region,
    ST_X(location) AS lon,
    ST_Y(location) AS lat,
    similarity(name_key, %(key)s) AS similarity,
    ST_Distance(
        location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
    ) AS distance_m
FROM alike
WHERE similarity(name_key, %(key)s) >= 0.35
ORDER BY similarity DESC, distance_m ASC NULLS LAST, id ASC
