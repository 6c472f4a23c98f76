-- Marks under the H3 cell that each is counted in: DuckDB's SQL over `selected`, which is put before it as `marks`.
-- Parameters: kept, marked bigint: bits of the resolution, see geo.hexgrid.
-- Returns the columns of a mark, and key bigint: the cell.
SELECT
    mark.*,
    (mark.h3 & $kept) | $marked AS key
FROM marks AS mark
