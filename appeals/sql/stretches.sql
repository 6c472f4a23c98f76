-- Marks inside ranges of the Morton curve, each range read index-only.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges that do not overlap.
-- Relations: marks (with mk). Returns the columns of marks. Index: mark_mk.
SELECT mark.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
INNER JOIN ({marks}) AS mark ON mark.mk BETWEEN stretch.low AND stretch.high
