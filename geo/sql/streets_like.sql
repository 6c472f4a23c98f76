-- Streets most like a misspelt or unfinished name, by trigrams.
-- key: of the parsed name; settlements: ids (bigint[]) to look in, or null for everywhere;
-- lon, lat: degrees (EPSG:4326) of the map's centre, or null; count.
-- Columns: id, name, name_key, kind, settlement_id, settlement, lon, lat (degrees), similarity (0…1),
-- distance_m (null without a centre).
-- Index: street_name_like.
WITH alike AS (
    SELECT
        street.id,
        street.name,
        street.name_key,
        street.kind,
        street.settlement_id,
        street.location,
        greatest(similarity(street.name_key, %(key)s), 0.95 * word_similarity(%(key)s, street.name_key)) AS similarity
    FROM geo_street AS street
    WHERE %(settlements)s::bigint[] IS NULL OR street.settlement_id = ANY(%(settlements)s::bigint[])
    ORDER BY %(key)s <<-> street.name_key ASC
    LIMIT %(count)s
)

SELECT
    alike.id,
    alike.name,
    alike.name_key,
    alike.kind,
    alike.settlement_id,
    settlement.name AS settlement,
    ST_X(alike.location) AS lon,
    ST_Y(alike.location) AS lat,
    alike.similarity,
    ST_Distance(
        alike.location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, FALSE
    ) AS distance_m
FROM alike
INNER JOIN geo_settlement AS settlement ON alike.settlement_id = settlement.id
WHERE alike.similarity >= 0.3
ORDER BY alike.similarity DESC, distance_m ASC NULLS LAST, settlement.population DESC NULLS LAST,
    settlement.region = '' DESC, alike.id ASC
