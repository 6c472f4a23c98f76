-- Vector tile of the basemap: one layer inside it per layer of the Shortbread schema.
-- Parameters: z, x, y int.
-- Returns tile bytea: layers concatenated. Index: GiST of geo_basemapfeature.geom_3857.
SELECT string_agg(drawn.tile, ''::bytea) AS tile
FROM (
    SELECT ST_AsMVT(
        (SELECT line FROM (SELECT feature.geom, feature.tags) AS line),
        feature.layer, 4096, 'geom'
        ORDER BY feature.rank, feature.id
    ) AS tile
    FROM (
        SELECT
            base.id,
            base.layer,
            base.tags,
            base.rank,
            ST_AsMVTGeom(
                CASE
                    WHEN %(z)s < 12 AND ST_Dimension(base.geom_3857) > 0
                        -- A third of a pixel of a tile of 512.
                        THEN ST_Simplify(base.geom_3857, 40075016.68 / 2 ^ %(z)s / 512 / 3, TRUE)
                    ELSE base.geom_3857
                END,
                ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 80
            ) AS geom
        FROM geo_basemapfeature AS base
        WHERE
            base.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 80.0 / 4096)
            AND %(z)s BETWEEN base.min_zoom AND base.max_zoom
    ) AS feature
    WHERE feature.geom IS NOT NULL
    GROUP BY feature.layer
) AS drawn
