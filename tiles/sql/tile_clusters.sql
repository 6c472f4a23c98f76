-- Vector tile of clusters: marks with one Morton prefix, counted per group of states, at their centre of mass, or as
-- far from the edge of their cell as their disc is wide: discs of neighbours would cover each other's counts.
-- A cluster of one carries the attributes of its appeal instead of counts. Texts go in as text: ST_AsMVT asks the
-- catalogue for the output function of any other type, value by value.
-- Parameters: left_q, top_q int: the tile's corner in quanta; shift int: bits of a quantum finer than a pixel;
-- cell_bits int: bits of the Morton code finer than a cluster; cell_q int: side of its cell in quanta;
-- new, progress, solved, neutral text[]: states;
-- states, groups text[]: each state's group.
-- Relations: marks, read from the tile's range of the Morton index.
-- Returns tile bytea (layer appeals). Index: mark_mk, index-only; the primary key for clusters of one.
SELECT ST_AsMVT(feature, 'appeals', 4096, 'geom') AS tile
FROM (
    SELECT
        ST_MakePoint(
            (place.qx - %(left_q)s)::integer >> %(shift)s,
            (place.qy - %(top_q)s)::integer >> %(shift)s
        ) AS geom,
        CASE WHEN grid.number > 1 THEN TRUE END AS cluster,
        CASE WHEN grid.number > 1 THEN grid.number END AS count,
        CASE WHEN grid.number > 1 THEN grid.new END AS new,
        CASE WHEN grid.number > 1 THEN grid.progress END AS progress,
        CASE WHEN grid.number > 1 THEN grid.solved END AS solved,
        CASE WHEN grid.number > 1 THEN grid.neutral END AS neutral,
        lone.number::text,
        lone.kind::text,
        topic.code::text AS topic,
        category.code::text AS category,
        lone.state::text,
        grouped.name AS "group",
        lone.supports
    FROM (
        SELECT
            count(*)::integer AS number,
            sum(mark.qx) AS sum_qx,
            sum(mark.qy) AS sum_qy,
            min(mark.appeal_id) AS first_id,
            count(*) FILTER (WHERE mark.state = ANY(%(new)s::text[]))::integer AS new,
            count(*) FILTER (WHERE mark.state = ANY(%(progress)s::text[]))::integer AS progress,
            count(*) FILTER (WHERE mark.state = ANY(%(solved)s::text[]))::integer AS solved,
            count(*) FILTER (WHERE mark.state = ANY(%(neutral)s::text[]))::integer AS neutral
        FROM ({marks}) AS mark
        GROUP BY mark.mk >> %(cell_bits)s
    ) AS grid
    -- Half a disc in parts of the cell of 128 pixels it is drawn in; a cluster of one is the appeal's own place.
    CROSS JOIN LATERAL (
        SELECT
            grid.sum_qx / grid.number AS qx,
            grid.sum_qy / grid.number AS qy,
            CASE WHEN grid.number > 1 THEN least(12 + 1.5 * grid.number ^ 0.3, 38) ELSE 0 END
            / 128 * %(cell_q)s AS room
    ) AS mean
    CROSS JOIN LATERAL (
        SELECT
            mean.qx - mean.qx %% %(cell_q)s
            + least(greatest(mean.qx %% %(cell_q)s, mean.room), %(cell_q)s - mean.room) AS qx,
            mean.qy - mean.qy %% %(cell_q)s
            + least(greatest(mean.qy %% %(cell_q)s, mean.room), %(cell_q)s - mean.room) AS qy
    ) AS place
    LEFT JOIN appeals_mark AS lone ON grid.number = 1 AND lone.appeal_id = grid.first_id
    LEFT JOIN appeals_topic AS topic ON topic.id = lone.topic_id
    LEFT JOIN appeals_category AS category ON category.id = topic.category_id
    LEFT JOIN unnest(%(states)s::text[], %(groups)s::text[]) AS grouped (state, name)
        ON grouped.state = lone.state
) AS feature
