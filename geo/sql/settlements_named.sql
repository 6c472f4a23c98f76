-- Settlements of a name, or whose name begins so; and those that lie in one of that name.
-- keys: normalised names (text[]), the whole name of one is asked for; prefix: LIKE pattern or null;
-- names: names as written (text[]), of which a settlement's region may be one; lon, lat: degrees or null; count.
-- Columns: id, name, name_key, kind, region, lon, lat (degrees), whole (the name is one of keys),
-- inside (it lies in one of names), distance_m (null without a centre).
-- Index: settlement_name_key, settlement_name_prefix, settlement_region.
SELECT
    id,
    name,
    name_key,
    kind,
    region,
    ST_X(location) AS lon,
    ST_Y(location) AS lat,
    name_key = ANY(%(keys)s) AS whole,
    region = ANY(%(names)s) AS inside,
    ST_Distance(
        location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
    ) AS distance_m
FROM geo_settlement
WHERE
    name_key = ANY(%(keys)s)
    OR name_key LIKE %(prefix)s
    OR region = ANY(%(names)s)
ORDER BY whole DESC, inside ASC, distance_m ASC NULLS LAST, population DESC NULLS LAST, id ASC
LIMIT %(count)s
