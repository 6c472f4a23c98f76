-- The cell up to which some marks lie after another one.
-- Parameters: after bigint: a res-9 cell; marks bigint: how many.
-- Returns cell bigint: a res-9 cell; no row: there are fewer. Index: mark_h3, index-only.
SELECT (mark.h3 & ~(15::bigint << 52)) | (9::bigint << 52) | ((1::bigint << 18) - 1) AS cell
FROM appeals_mark AS mark
WHERE mark.h3 > %(after)s + (6::bigint << 52)
ORDER BY mark.h3
LIMIT 1 OFFSET %(marks)s
