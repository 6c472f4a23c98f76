-- All that measures are made of, per H3 cell: DuckDB's SQL over `selected`, which is put before it as `marks`.
-- Parameters: kept, marked bigint: bits of the resolution; place_kept, place_marked bigint: of that of places; open
-- text[]: states that wait for an answer; now timestamptz: when an open appeal is overdue; parts double[]: 0.5 and 0.9.
-- Returns cell bigint, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, overdue, timed bigint,
-- hours double[]: quantiles, NULL where nothing was answered; places bigint. Ascending.
SELECT
    counted.cell,
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
        (mark.h3 & $kept) | $marked AS cell,
        (mark.h3 & $place_kept) | $place_marked AS place,
        list_contains($open, mark.state) AS waits,
        mark.in_time,
        mark.rating,
        mark.answer_h,
        mark.reopened,
        mark.supports,
        mark.due_at
    FROM marks AS mark
) AS counted
GROUP BY counted.cell
ORDER BY counted.cell
