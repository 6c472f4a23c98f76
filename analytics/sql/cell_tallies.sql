-- What can be added up, per H3 cell. The parent of a res-15 cell is bit arithmetic: keep its bits, then set resolution
-- and unused digits; both constants come from geo.hexgrid. An open appeal has neither answer nor rating yet.
-- Parameters: kept, marked bigint; open text[]: states that wait for an answer; limit bigint: cells at most, NULL: all.
-- Relations: marks (h3, state, in_time, rating, reopened, supports).
-- Returns cell, appeals, waiting, answered, in_time, rated, ratings, reopened, supports bigint, in the order of the
-- grid. Index: mark_h3 or mark_mk, index-only.
SELECT
    counted.cell,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    coalesce(sum(counted.rating), 0)::bigint AS ratings,
    count(nullif(counted.reopened, FALSE)) AS reopened,
    sum(counted.supports)::bigint AS supports
FROM (
    SELECT
        (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS cell,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
        mark.reopened,
        mark.supports
    FROM ({marks}) AS mark
) AS counted
GROUP BY counted.cell
ORDER BY counted.cell
LIMIT %(limit)s
