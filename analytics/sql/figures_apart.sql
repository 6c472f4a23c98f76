-- What a selection has that no parts can be added to: how long answers took, and unique places.
-- Parameters: kept, marked bigint: bits of the places' resolution; open text[]: states that wait for an answer.
-- Relations: marks (h3, state, answer_h).
-- Returns timed bigint, hours double[] (median and 90th percentile, NULL without any), places bigint.
-- Index: that of the relation.
SELECT
    count(counted.answer_h) AS timed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY counted.answer_h) AS hours,
    count(DISTINCT counted.place) AS places
FROM (
    SELECT
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.answer_h END AS answer_h,
        (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS place
    FROM ({marks}) AS mark
) AS counted
