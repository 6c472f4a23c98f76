-- What can be added up, per area; a mark in several areas is counted in each. Marks are added up by the set of their
-- areas first, of which there are few: only these sums are handed out to areas.
-- Parameters: wanted bigint[]: areas told; open text[]: states that wait for an answer.
-- Relations: marks (areas bigint[], state, in_time, rating, reopened, supports).
-- Returns area_id, appeals, waiting, answered, in_time, rated, ratings, reopened, supports bigint.
-- Index: that of the marks, index-only where all of their areas are told to the viewer alike.
SELECT
    held.area_id,
    sum(of_set.appeals)::bigint AS appeals,
    sum(of_set.waiting)::bigint AS waiting,
    sum(of_set.answered)::bigint AS answered,
    sum(of_set.in_time)::bigint AS in_time,
    sum(of_set.rated)::bigint AS rated,
    sum(of_set.ratings)::bigint AS ratings,
    sum(of_set.reopened)::bigint AS reopened,
    sum(of_set.supports)::bigint AS supports
FROM (
    SELECT
        counted.areas,
        count(*) AS appeals,
        count(counted.waits) AS waiting,
        count(counted.in_time) AS answered,
        count(nullif(counted.in_time, FALSE)) AS in_time,
        count(counted.rating) AS rated,
        coalesce(sum(counted.rating), 0) AS ratings,
        count(nullif(counted.reopened, FALSE)) AS reopened,
        sum(counted.supports) AS supports
    FROM (
        SELECT
            mark.areas,
            nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
            CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
            CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
            mark.reopened,
            mark.supports
        FROM ({marks}) AS mark
    ) AS counted
    GROUP BY counted.areas
) AS of_set
CROSS JOIN LATERAL unnest(of_set.areas) AS held (area_id)
WHERE held.area_id = ANY(%(wanted)s::bigint[])
GROUP BY held.area_id
