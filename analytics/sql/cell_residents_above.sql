-- Residents of the rows of coarser cells that hold a cell, which has an even part of them.
-- Parameters: year int; firsts bigint[], resolutions int[]: cells above by their first res-15 index.
-- Returns first bigint, resolution int, method text, people float8. Index: cell_residents_first.
SELECT
    above.first,
    above.resolution,
    found.method,
    sum(found.residents) AS people
FROM unnest(%(firsts)s::bigint[], %(resolutions)s::int[]) AS above (first, resolution)
CROSS JOIN LATERAL (
    SELECT
        held.method,
        held.residents
    FROM analytics_cellresidents AS held
    WHERE held.year = %(year)s AND held.first = above.first AND held.resolution = above.resolution
    -- Each cell by the index, whatever the planner thinks of how many there are.
    OFFSET 0
) AS found
GROUP BY above.first, above.resolution, found.method
