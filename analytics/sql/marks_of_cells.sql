-- Marks below H3 cells: the children of a cell are one range of the res-15 index.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges that do not overlap.
-- Relations: marks (with h3). Returns the columns of marks. Index: mark_h3.
SELECT mark.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
CROSS JOIN LATERAL (
    SELECT found.*
    FROM ({marks}) AS found
    WHERE found.h3 BETWEEN stretch.low AND stretch.high
    -- Keeps the planner from reading the marks once by another condition, such as a year, and joining after.
    OFFSET 0
) AS mark
