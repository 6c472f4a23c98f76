-- Vector tile of H3 cells whose outlines and counts were computed before.
-- Parameters: cells text[] (hex digits); shapes bytea[]: polygons in pixels of the tile as well-known binary;
-- counts, open, supports bigint[]; per_km2, values double[]; numbers, before bigint[]: of how many appeals a value is
-- where it is not the count, and how many there were in the period compared with. What is NULL is left out.
-- Returns tile bytea (layer hexbins). Outlines are cut some way outside the tile, because clients keep
-- coordinates in 16 bits.
SELECT ST_AsMVT(hexbin, 'hexbins', 4096, 'geom') AS tile
FROM (
    SELECT
        ST_ForcePolygonCCW(
            ST_ClipByBox2D(
                ST_GeomFromWKB(cut.shape), ST_MakeBox2D(ST_MakePoint(-4096, -4096), ST_MakePoint(8192, 8192))
            )
        ) AS geom,
        cut.cell,
        cut.count,
        cut.open,
        cut.supports,
        cut.per_km2,
        cut.value,
        cut.n,
        cut.before
    FROM unnest(
        %(cells)s::text[], %(shapes)s::bytea[], %(counts)s::integer[], %(open)s::integer[],
        %(supports)s::integer[], %(per_km2)s::double precision[], %(values)s::double precision[],
        %(numbers)s::integer[], %(before)s::integer[]
    ) AS cut (cell, shape, count, open, supports, per_km2, value, n, before)
) AS hexbin
WHERE NOT ST_IsEmpty(hexbin.geom)
