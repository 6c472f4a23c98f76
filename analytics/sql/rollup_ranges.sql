-- Changes of the roll-up in ranges of cells, each range read index-only.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges of res-9 cells that do not overlap.
-- Relations: changes (with cell). Returns the columns of changes. Index: cellmonth_cell.
SELECT change.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
CROSS JOIN LATERAL (
    SELECT found.*
    FROM ({changes}) AS found
    WHERE found.cell BETWEEN stretch.low AND stretch.high
    -- Keeps the planner from reading the whole roll-up once and joining after.
    OFFSET 0
) AS change
