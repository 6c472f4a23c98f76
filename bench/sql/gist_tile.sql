-- The same tile of points as usual: GiST, ST_AsMVTGeom, ST_AsMVT, from the narrow table.
-- Parameters: z, x, y int. Returns tile bytea. Index: bench_mark_place.
SELECT ST_AsMVT(point, 'appeals', 4096, 'geom') AS tile
FROM (
    SELECT
        ST_AsMVTGeom(mark.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0) AS geom,
        mark.number,
        mark.kind,
        topic.code AS topic,
        category.code AS category,
        mark.state,
        mark.supports
    FROM appeals_mark AS mark
    INNER JOIN appeals_topic AS topic ON topic.id = mark.topic_id
    INNER JOIN appeals_category AS category ON category.id = mark.category_id
    WHERE ST_Intersects(mark.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s)) AND mark.visibility = 'public'
) AS point
