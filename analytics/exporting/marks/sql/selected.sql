-- Marks of an export that a selection picks, as appeals.selecting says it: DuckDB's SQL.
-- Parameters: source text: files, with stars; types struct: of the partitions' columns; public boolean: only what
-- everybody sees; kinds, categories, topics, states text[], executors, areas bigint[]: any of them, all without;
-- unassigned boolean: those of nobody as well; since (inclusive), until timestamptz; first_month, last_month text:
-- which partitions can hold them; low, high bigint: res-15 cells; west, east, north, south int: quanta; bounds are
-- inclusive but until, NULL: none.
-- Returns the columns of a mark.
SELECT *
FROM read_parquet($source, hive_partitioning = TRUE, hive_types = $types)
WHERE
    (NOT $public OR is_public)
    AND ($first_month IS NULL OR month >= $first_month)
    AND ($last_month IS NULL OR month <= $last_month)
    AND ($since IS NULL OR submitted_at >= $since)
    AND ($until IS NULL OR submitted_at < $until)
    AND (len($kinds) = 0 OR list_contains($kinds, kind))
    AND (len($categories) = 0 OR list_contains($categories, category))
    AND (len($topics) = 0 OR list_contains($topics, topic))
    AND (len($states) = 0 OR list_contains($states, state))
    AND (
        (len($executors) = 0 AND NOT $unassigned)
        OR list_contains($executors, executor_id)
        OR ($unassigned AND executor_id IS NULL)
    )
    AND (len($areas) = 0 OR list_has_any(area_ids, $areas))
    AND ($low IS NULL OR h3 BETWEEN $low AND $high)
    AND ($west IS NULL OR (qx BETWEEN $west AND $east AND qy BETWEEN $north AND $south))
