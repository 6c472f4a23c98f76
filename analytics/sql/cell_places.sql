-- The same as cell_tallies, with the number of unique places: cells of a finer grid, each within one cell, so that the
-- places of a cell are its parts that hold appeals, counted from sums instead of sorted.
-- Parameters: kept, marked bigint: bits of the resolution; place_kept, place_marked bigint: of the finer one; open
-- text[]: states that wait for an answer; limit bigint: cells at most, NULL: all.
-- Relations: marks (h3, state, in_time, rating, reopened, supports).
-- Returns cell, appeals, waiting, answered, in_time, rated, ratings, reopened, supports, places bigint.
-- Index: mark_h3 or mark_mk, index-only.
SELECT
    (at_place.place & %(kept)s::bigint) | %(marked)s::bigint AS cell,
    sum(at_place.appeals)::bigint AS appeals,
    sum(at_place.waiting)::bigint AS waiting,
    sum(at_place.answered)::bigint AS answered,
    sum(at_place.in_time)::bigint AS in_time,
    sum(at_place.rated)::bigint AS rated,
    sum(at_place.ratings)::bigint AS ratings,
    sum(at_place.reopened)::bigint AS reopened,
    sum(at_place.supports)::bigint AS supports,
    count(*) AS places
FROM (
    SELECT
        counted.place,
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
            (mark.h3 & %(place_kept)s::bigint) | %(place_marked)s::bigint AS place,
            nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
            CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
            CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
            mark.reopened,
            mark.supports
        FROM ({marks}) AS mark
    ) AS counted
    GROUP BY counted.place
) AS at_place
GROUP BY cell
ORDER BY cell
LIMIT %(limit)s
