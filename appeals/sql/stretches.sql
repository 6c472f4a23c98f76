-- Marks inside ranges of the Morton curve, each range read index-only.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges that do not overlap.
-- Relations: marks (with mk). Returns the columns of marks. Index: mark_mk.
SELECT mark.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
CROSS JOIN LATERAL (
    SELECT found.*
    FROM ({marks}) AS found
    WHERE found.mk BETWEEN stretch.low AND stretch.high
    -- Keeps the planner from reading the marks once by another condition, such as a year, and joining after.
    OFFSET 0
) AS mark
