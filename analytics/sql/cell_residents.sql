-- Residents of H3 cells of one resolution from the rows at or below them (for coarser rows: cell_residents_above).
-- Parameters: year int; resolution int: of the cells, 0…9; lows, highs bigint[]: inclusive ranges of res-15 indexes
-- that the cells are made of; kept, marked bigint: bits of the parent at the resolution, see geo.hexgrid.parent.
-- Returns cell bigint, method text, people float8. Index: cell_residents_first.
SELECT
    (held.first & %(kept)s::bigint) | %(marked)s::bigint AS cell,
    held.method,
    sum(held.residents) AS people
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS stretch (low, high)
CROSS JOIN LATERAL (
    SELECT found.first, found.method, found.residents
    FROM analytics_cellresidents AS found
    WHERE
        found.year = %(year)s
        AND found.first BETWEEN stretch.low AND stretch.high
        AND found.resolution >= %(resolution)s
    -- Each range by the index, whatever the planner thinks of how many there are.
    OFFSET 0
) AS held
GROUP BY 1, 2
