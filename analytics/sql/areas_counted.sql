-- How many appeals of a selection each area holds, by what everybody may know of their areas.
-- Relations: marks (area_ids, waits). Parameters: none.
-- Returns area_id, appeals, waiting. Reads all marks of the selection.
SELECT
    held.area_id,
    count(*) AS appeals,
    count(*) FILTER (WHERE mark.waits) AS waiting
FROM ({marks}) AS mark
CROSS JOIN LATERAL unnest(mark.area_ids) AS held (area_id)
GROUP BY held.area_id
