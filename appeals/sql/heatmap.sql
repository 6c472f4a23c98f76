-- Appeals per H3 cell. The parent of a res-15 cell is bit arithmetic: keep its bits, then set resolution and
-- unused digits; both constants come from geo.hexgrid.
-- Parameters: kept, marked bigint; open text[]: states that wait for an answer; limit bigint: cells at most, NULL: all.
-- Relations: marks (h3, state, supports).
-- Returns cell bigint, appeals bigint, waiting bigint, supports bigint. Index: mark_h3 or mark_mk, index-only.
SELECT
    (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS cell,
    count(*) AS appeals,
    count(*) FILTER (WHERE mark.state = ANY(%(open)s::text[])) AS waiting,
    sum(mark.supports)::bigint AS supports
FROM ({marks}) AS mark
GROUP BY 1
ORDER BY 1
LIMIT %(limit)s
