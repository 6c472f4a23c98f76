-- Streets whose words begin with what was asked, in any order.
-- words: tsquery of prefixes («невск:* & пр:*»); key, kind: of the parsed name; settlements: ids (bigint[])
-- to look in, or null for everywhere; lon, lat: degrees (EPSG:4326) of the map's centre, or null; count.
-- Columns: id, name, name_key, kind, settlement_id, settlement, lon, lat (degrees), similarity (0…1),
-- distance_m (null without a centre).
-- Index: street_words.
SELECT
    street.id,
    street.name,
    street.name_key,
    street.kind,
    street.settlement_id,
    settlement.name AS settlement,
    ST_X(street.location) AS lon,
    ST_Y(street.location) AS lat,
    similarity(street.name_key, %(key)s) AS similarity,
    ST_Distance(
        street.location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, FALSE
    ) AS distance_m
FROM geo_street AS street
INNER JOIN geo_settlement AS settlement ON street.settlement_id = settlement.id
WHERE
    to_tsvector('simple', street.name_key || ' ' || street.kind) @@ to_tsquery('simple', %(words)s)
    AND (%(settlements)s::bigint[] IS NULL OR street.settlement_id = ANY(%(settlements)s::bigint[]))
ORDER BY
    street.name_key = %(key)s DESC,
    street.kind = %(kind)s DESC,
    distance_m ASC NULLS LAST,
    length(street.name_key) ASC,
    settlement.population DESC NULLS LAST,
    settlement.region = '' DESC,
    street.id ASC
LIMIT %(count)s
