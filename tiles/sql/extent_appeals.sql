-- Box of marks in quanta, and the place of one mark in the fullest cell of a grid.
-- Parameters: cell_bits int: bits of the Morton code finer than a cell of the grid.
-- Relations: marks. Returns west, north, east, south, centre_qx, centre_qy int; NULL when there is no mark.
-- Index: mark_mk, index-only, the whole of it.
WITH grid AS (
    SELECT
        count(*) AS number,
        min(mark.qx) AS west,
        min(mark.qy) AS north,
        max(mark.qx) AS east,
        max(mark.qy) AS south
    FROM ({marks}) AS mark
    GROUP BY mark.mk >> %(cell_bits)s
)

SELECT
    min(grid.west) AS west,
    min(grid.north) AS north,
    max(grid.east) AS east,
    max(grid.south) AS south,
    (array_agg(grid.west + (grid.east - grid.west) / 2 ORDER BY grid.number DESC))[1] AS centre_qx,
    (array_agg(grid.north + (grid.south - grid.north) / 2 ORDER BY grid.number DESC))[1] AS centre_qy
FROM grid
