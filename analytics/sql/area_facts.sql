-- Facts of areas from the marks that lie in them, in one pass; a mark in several areas is counted in each.
-- Parameters: wanted bigint[]: areas told; kept, marked bigint: bits of the places' resolution, see geo.hexgrid; open
-- text[]: states that wait for an answer.
-- Relations: marks (appeal_id, areas bigint[], h3, state, in_time, rating, reopened, supports, answer_h); late (id):
-- open appeals whose day has passed.
-- Returns area_id, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, overdue, timed bigint,
-- hours double[]: median and 90th percentile, NULL where nothing was answered; places bigint.
-- Index: that of the marks; appeal_due.
SELECT
    counted.area_id,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    coalesce(sum(counted.rating), 0)::bigint AS ratings,
    count(nullif(counted.reopened, FALSE)) AS reopened,
    sum(counted.supports)::bigint AS supports,
    count(counted.late_id) AS overdue,
    count(counted.answer_h) AS timed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY counted.answer_h) AS hours,
    count(DISTINCT counted.place) AS places
FROM (
    SELECT
        held.area_id,
        late.id AS late_id,
        (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS place,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.answer_h END AS answer_h,
        mark.reopened,
        mark.supports
    FROM ({marks}) AS mark
    CROSS JOIN LATERAL unnest(mark.areas) AS held (area_id)
    LEFT JOIN ({late}) AS late ON mark.appeal_id = late.id
    WHERE
        mark.areas && %(wanted)s::bigint[]
        AND held.area_id = ANY(%(wanted)s::bigint[])
) AS counted
GROUP BY counted.area_id
