-- How long answers took, per area: neither median nor percentile is made of those of parts.
-- Parameters: wanted bigint[]: areas told; open text[]: states that wait for an answer.
-- Relations: marks (areas bigint[], state, answer_h).
-- Returns area_id, timed bigint, hours double[]: median and 90th percentile; no row where nothing was answered.
-- Index: that of the marks.
SELECT
    held.area_id,
    count(*) AS timed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY mark.answer_h) AS hours
FROM ({marks}) AS mark
CROSS JOIN LATERAL unnest(mark.areas) AS held (area_id)
WHERE
    mark.answer_h IS NOT NULL
    AND mark.state != ALL(%(open)s::text[])
    AND held.area_id = ANY(%(wanted)s::bigint[])
GROUP BY held.area_id
