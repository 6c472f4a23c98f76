-- Streets whose name, or a beginning of it, is like a misspelt one, by trigrams.
-- key: of the parsed name; least: the likeness (0…1) below which nothing is looked at; settlements: ids (bigint[])
-- to look in, or null; lon, lat: degrees (EPSG:4326) of the map's centre, or null; within_m: half the side of the
-- square around it to look in (metres), or null for everywhere; count.
-- Columns: id, name, name_key, kind, settlement_id, settlement, lon, lat (degrees), similarity (0…1),
-- distance_m (null without a centre).
-- Index: street_name_alike.
WITH hits AS (
    SELECT
        street.id,
        street.name,
        street.name_key,
        street.kind,
        street.settlement_id,
        street.location
    FROM geo_street AS street
    WHERE
        -- The operator's limit, set for this statement alone: the name to compare with is there only after it.
        street.name_key %%> (
            SELECT %(key)s::text
            WHERE set_config('pg_trgm.word_similarity_threshold', %(least)s::text, TRUE) <> ''
        )
        AND (%(settlements)s::bigint[] IS NULL OR street.settlement_id = ANY(%(settlements)s::bigint[]))
        AND (
            %(within_m)s::float8 IS NULL
            OR street.location && ST_Expand(
                ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326),
                %(within_m)s::float8 / 111320 / greatest(cosd(%(lat)s::float8), 0.01),
                %(within_m)s::float8 / 111320
            )
        )
),

-- Comparing costs more than finding, and a name repeats from town to town.
names AS (
    SELECT
        name_key,
        greatest(
            similarity(name_key, %(key)s),
            -- Some of the name's words were left out; then: the name is unfinished. The last takes trigrams of two
            -- words for one, and must not raise «Новая Садовая» above «Садовая».
            0.95 * strict_word_similarity(%(key)s, name_key),
            0.7 * word_similarity(%(key)s, name_key)
        ) AS similarity
    FROM (SELECT DISTINCT hits.name_key FROM hits) AS apart
),

likest AS (
    SELECT
        hits.*,
        names.similarity,
        power((ST_X(hits.location) - %(lon)s::float8) * cosd(%(lat)s::float8), 2)
        + power(ST_Y(hits.location) - %(lat)s::float8, 2) AS far
    FROM hits
    INNER JOIN names ON hits.name_key = names.name_key
    ORDER BY names.similarity DESC, far ASC NULLS LAST, hits.id ASC
    LIMIT 4 * %(count)s
)

SELECT
    likest.id,
    likest.name,
    likest.name_key,
    likest.kind,
    likest.settlement_id,
    settlement.name AS settlement,
    ST_X(likest.location) AS lon,
    ST_Y(likest.location) AS lat,
    likest.similarity,
    ST_Distance(
        likest.location::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, FALSE
    ) AS distance_m
FROM likest
INNER JOIN geo_settlement AS settlement ON likest.settlement_id = settlement.id
ORDER BY likest.similarity DESC, likest.far ASC NULLS LAST, settlement.population DESC NULLS LAST,
    settlement.region = '' DESC, likest.id ASC
LIMIT %(count)s
