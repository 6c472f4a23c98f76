-- Vector tile of single appeals. A pixel is the quantum's place in the tile without its finer bits.
-- Texts go in as text: ST_AsMVT asks the catalogue for the output function of any other type, value by value.
-- Parameters: left_q, top_q int: the tile's corner in quanta; shift int: bits of a quantum finer than a pixel;
-- most bigint: points at most; states, groups text[]: each state's group.
-- Relations: marks, read from the tile's range of the Morton index.
-- Returns tile bytea (layer appeals), number bigint of points. Index: mark_mk, index-only.
SELECT
    ST_AsMVT(point, 'appeals', 4096, 'geom') AS tile,
    count(*) AS number
FROM (
    SELECT
        ST_MakePoint((mark.qx - %(left_q)s) >> %(shift)s, (mark.qy - %(top_q)s) >> %(shift)s) AS geom,
        mark.number::text,
        mark.kind::text,
        topic.code::text AS topic,
        category.code::text AS category,
        mark.state::text,
        grouped.name AS "group",
        mark.supports
    FROM (SELECT * FROM ({marks}) AS found LIMIT %(most)s) AS mark
    INNER JOIN appeals_topic AS topic ON topic.id = mark.topic_id
    INNER JOIN appeals_category AS category ON category.id = mark.category_id
    INNER JOIN unnest(%(states)s::text[], %(groups)s::text[]) AS grouped (state, name)
        ON grouped.state = mark.state
) AS point
