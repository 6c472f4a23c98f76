-- How many appeals per area wait although their day has passed: read from the late ones, never from all.
-- Parameters: wanted bigint[]: areas told.
-- Relations: marks (appeal_id, areas bigint[]); late (id): open appeals whose day has passed.
-- Returns area_id, overdue bigint. Index: appeal_due, then that of the marks.
SELECT
    held.area_id,
    count(*) AS overdue
FROM ({late}) AS late
INNER JOIN ({marks}) AS mark ON late.id = mark.appeal_id
CROSS JOIN LATERAL unnest(mark.areas) AS held (area_id)
WHERE held.area_id = ANY(%(wanted)s::bigint[])
GROUP BY held.area_id
