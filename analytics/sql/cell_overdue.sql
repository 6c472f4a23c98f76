-- How many appeals per H3 cell wait although their day has passed. Read from the late ones or from those of the marks
-- that are open, whichever are fewer; never from all.
-- Parameters: kept, marked bigint: bits of the resolution, see geo.hexgrid.
-- Relations: marks (appeal_id, h3): open ones alone; late (id): open appeals whose day has passed.
-- Returns cell, overdue bigint. Index: appeal_due, and that of the marks.
SELECT
    (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS cell,
    count(*) AS overdue
FROM ({late}) AS late
INNER JOIN ({marks}) AS mark ON late.id = mark.appeal_id
GROUP BY 1
