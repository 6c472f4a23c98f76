-- All that measures are made of, per key: DuckDB's SQL over `keyed`, which is put before it (by_cell, by_area).
-- Parameters: place_kept, place_marked bigint: bits of the resolution of places; open text[]: states that wait for an
-- answer; now timestamptz: when an open appeal is overdue; parts double[]: 0.5 and 0.9.
-- Returns key bigint, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, overdue, timed bigint,
-- hours double[]: quantiles, NULL where nothing was answered; places bigint. Ascending.
SELECT
    counted.key,
    count(*) AS appeals,
    count(*) FILTER (counted.waits) AS waiting,
    count(counted.in_time) FILTER (NOT counted.waits) AS answered,
    count(*) FILTER (NOT counted.waits AND counted.in_time) AS in_time,
    count(counted.rating) FILTER (NOT counted.waits) AS rated,
    coalesce(sum(counted.rating) FILTER (NOT counted.waits), 0)::bigint AS ratings,
    count(*) FILTER (counted.reopened) AS reopened,
    sum(counted.supports)::bigint AS supports,
    count(*) FILTER (counted.waits AND counted.due_at <= $now) AS overdue,
    count(counted.answer_h) FILTER (NOT counted.waits) AS timed,
    quantile_cont(counted.answer_h, $parts) FILTER (NOT counted.waits) AS hours,
    count(DISTINCT counted.place) AS places
FROM (
    SELECT
        keyed.key,
        (keyed.h3 & $place_kept) | $place_marked AS place,
        list_contains($open, keyed.state) AS waits,
        keyed.in_time,
        keyed.rating,
        keyed.answer_h,
        keyed.reopened,
        keyed.supports,
        keyed.due_at
    FROM keyed
) AS counted
GROUP BY counted.key
ORDER BY counted.key
