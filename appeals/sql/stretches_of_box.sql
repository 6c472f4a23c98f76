-- Marks inside a box, read index-only from ranges of the Morton curve; a range inside the box needs no comparison.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges that hold the box and do not overlap; whole boolean[]:
-- whether a range lies in the box; west, north, east, south integer: the box in quanta, inclusive.
-- Relations: marks (with mk, qx, qy). Returns the columns of marks. Index: mark_mk.
SELECT mark.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[], %(whole)s::boolean[]) AS stretch (low, high, whole)
CROSS JOIN LATERAL (
    SELECT found.*
    FROM ({marks}) AS found
    WHERE
        found.mk BETWEEN stretch.low AND stretch.high
        AND (
            stretch.whole
            OR (
                found.qx BETWEEN %(west)s AND %(east)s
                AND found.qy BETWEEN %(north)s AND %(south)s
            )
        )
    -- Keeps the planner from reading the marks once by another condition, such as a year, and joining after.
    OFFSET 0
) AS mark
