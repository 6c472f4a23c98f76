-- Streets whose words begin with what was asked, in any order.
-- words: tsquery of prefixes («невск:* & пр:*»); key, kind: of the parsed name; settlements: ids (bigint[])
-- to look in, or null; lon, lat: degrees (EPSG:4326) of the map's centre, or null; within_m: half the side of the
-- square around it to look in (metres), or null for everywhere; count.
-- Columns: id, name, name_key, kind, settlement_id, settlement, lon, lat (degrees), similarity (0…1),
-- distance_m (null without a centre).
-- Index: street_words.
WITH found AS (
    SELECT
        street.id,
        street.name,
        street.name_key,
        street.kind,
        street.settlement_id,
        street.location,
        settlement.name AS settlement,
        -- Plane and in degrees: a beginning has hundreds of streets, and only their order is asked.
        power((ST_X(street.location) - %(lon)s::float8) * cosd(%(lat)s::float8), 2)
        + power(ST_Y(street.location) - %(lat)s::float8, 2) AS far,
        settlement.population,
        settlement.region
    FROM geo_street AS street
    INNER JOIN geo_settlement AS settlement ON street.settlement_id = settlement.id
    WHERE
        to_tsvector('simple', street.name_key || ' ' || street.kind) @@ to_tsquery('simple', %(words)s)
        AND (%(settlements)s::bigint[] IS NULL OR street.settlement_id = ANY(%(settlements)s::bigint[]))
        AND (
            %(within_m)s::float8 IS NULL
            OR street.location && ST_Expand(
                ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326),
                %(within_m)s::float8 / 111320 / greatest(cosd(%(lat)s::float8), 0.01),
                %(within_m)s::float8 / 111320
            )
        )
    ORDER BY
        street.name_key = %(key)s DESC,
        street.kind = %(kind)s DESC,
        far ASC NULLS LAST,
        length(street.name_key) ASC,
        settlement.population DESC NULLS LAST,
        settlement.region = '' DESC,
        street.id ASC
    LIMIT %(count)s
)

SELECT
    id,
    name,
    name_key,
    kind,
    settlement_id,
    settlement,
    ST_X(location) AS lon,
    ST_Y(location) AS lat,
    similarity(name_key, %(key)s) AS similarity,
    ST_Distance(
        location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, FALSE
    ) AS distance_m
FROM found
ORDER BY
    name_key = %(key)s DESC,
    kind = %(kind)s DESC,
    far ASC NULLS LAST,
    length(name_key) ASC,
    population DESC NULLS LAST,
    region = '' DESC,
    id ASC
