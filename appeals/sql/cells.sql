-- Marks below H3 cells: the children of a cell are one range of the res-15 index.
-- Parameters: lows, highs bigint[]: inclusive ends of ranges that do not overlap.
-- Relations: marks (with h3). Returns the columns of marks. Index: mark_h3.
SELECT mark.*
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
INNER JOIN ({marks}) AS mark ON mark.h3 BETWEEN stretch.low AND stretch.high
