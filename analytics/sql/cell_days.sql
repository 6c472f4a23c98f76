-- The same as cell_tallies, with how long answers took: neither median nor percentile is made of those of parts.
-- Parameters: kept, marked bigint; open text[]: states that wait for an answer; limit bigint: cells at most, NULL: all.
-- Relations: marks (h3, state, in_time, rating, reopened, supports, answer_h).
-- Returns cell, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, timed bigint, hours double[]:
-- median and 90th percentile, NULL where nothing was answered. Index: mark_h3 or mark_mk, index-only.
SELECT
    counted.cell,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    coalesce(sum(counted.rating), 0)::bigint AS ratings,
    count(nullif(counted.reopened, FALSE)) AS reopened,
    sum(counted.supports)::bigint AS supports,
    count(counted.answer_h) AS timed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY counted.answer_h) AS hours
FROM (
    SELECT
        (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS cell,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.answer_h END AS answer_h,
        mark.reopened,
        mark.supports
    FROM ({marks}) AS mark
) AS counted
GROUP BY counted.cell
ORDER BY counted.cell
LIMIT %(limit)s
