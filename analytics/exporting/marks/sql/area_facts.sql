-- All that measures are made of, per area that everybody may know: DuckDB's SQL over `selected`, put before it as
-- `marks`.
-- Parameters: place_kept, place_marked bigint: bits of the resolution of places; open text[]: states that wait; now
-- timestamptz: when an open appeal is overdue; parts double[]: 0.5 and 0.9.
-- Returns area_id bigint, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, overdue, timed
-- bigint, hours double[]: quantiles, NULL where nothing was answered; places bigint. Ascending.
SELECT
    counted.area_id,
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
        held.area_id,
        (mark.h3 & $place_kept) | $place_marked AS place,
        list_contains($open, mark.state) AS waits,
        mark.in_time,
        mark.rating,
        mark.answer_h,
        mark.reopened,
        mark.supports,
        mark.due_at
    FROM marks AS mark, unnest(mark.area_ids) AS held (area_id)
) AS counted
GROUP BY counted.area_id
ORDER BY counted.area_id
