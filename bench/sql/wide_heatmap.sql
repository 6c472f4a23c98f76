-- Heat map of a box and a period from the wide table.
-- Parameters: resolution int; west, south, east, north double (degrees); since, until timestamptz.
-- Returns cell bigint, appeals bigint. Index: bench_wide_place.
SELECT
    (wide.h3 & ~(15::bigint << 52)) | (%(resolution)s::bigint << 52)
    | ((1::bigint << (3 * (15 - %(resolution)s))) - 1) AS cell,
    count(*) AS appeals,
    count(*) FILTER (WHERE wide.state IN ('accepted', 'assigned', 'in_progress')) AS waiting,
    sum(wide.supports) AS supports
FROM bench_wide AS wide
WHERE
    wide.public_location && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    AND wide.visibility = 'public'
    AND wide.submitted_at >= %(since)s
    AND wide.submitted_at < %(until)s
GROUP BY 1
