-- Marks under each of the areas that everybody may know of them, once for each: DuckDB's SQL over `selected`, which is
-- put before it as `marks`.
-- Parameters: none.
-- Returns the columns of a mark, and key bigint: the area. A mark in no area is left out.
SELECT
    mark.*,
    held.area_id AS key
FROM marks AS mark, unnest(mark.area_ids) AS held (area_id)
