-- Single appeals of a tile, column by column, for tiles.encoding.
-- A pixel is the quantum's place in the tile without its finer bits. Texts are one to a line.
-- Parameters: left_q, top_q int: the tile's corner in quanta; shift int: bits of a quantum finer than a pixel;
-- most bigint: points at most.
-- Relations: marks, read from the tile's range of the Morton index.
-- Returns number bigint of points; x, y integer[], topics bigint[], supports integer[], numbers, kinds_and_states text:
-- all in one order, NULL without points. Index: mark_mk, index-only.
SELECT
    count(*) AS number,
    array_agg((mark.qx - %(left_q)s) >> %(shift)s) AS x,
    array_agg((mark.qy - %(top_q)s) >> %(shift)s) AS y,
    array_agg(mark.topic_id) AS topics,
    array_agg(mark.supports) AS supports,
    string_agg(mark.number, E'\n') AS numbers,
    string_agg(mark.kind || ' ' || mark.state, E'\n') AS kinds_and_states
FROM (SELECT * FROM ({marks}) AS found LIMIT %(most)s) AS mark
