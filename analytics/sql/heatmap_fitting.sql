-- The finest resolution at which marks fill no more than so many cells, up to a given one.
-- The marks are read once; from then on each level is made of the distinct cells of the one below it. A parent is bit
-- arithmetic, see geo.hexgrid.parent_sql.
-- Parameters: finest, coarsest int: resolutions to try, both inclusive; kept, marked bigint: bits of `finest`;
-- most bigint: cells.
-- Relations: marks (h3).
-- Returns resolution int: one row, or none when even the coarsest is too fine. Index: mark_h3 or mark_mk, index-only.
WITH RECURSIVE grid AS (
    SELECT DISTINCT
        %(finest)s::integer AS resolution,
        (mark.h3 & %(kept)s::bigint) | %(marked)s::bigint AS cell
    FROM ({marks}) AS mark
    UNION
    SELECT
        grid.resolution - 1,
        (grid.cell & ~(15::bigint << 52))
        | ((grid.resolution - 1)::bigint << 52)
        | ((1::bigint << (3 * (16 - grid.resolution))) - 1)
    FROM grid
    WHERE grid.resolution > %(coarsest)s
)

SELECT grid.resolution
FROM grid
GROUP BY grid.resolution
HAVING count(*) <= %(most)s
ORDER BY grid.resolution DESC
LIMIT 1
