-- One page of marks of several categories, category by category in the order given, newest first.
-- Parameters: categories bigint[]: ids in order; limit bigint: rows.
-- Relations: marks (appeal_id, number, submitted_at, category_id).
-- Returns appeal_id, number, submitted_at, category_id, in order. Index: mark_mk, index-only.
SELECT
    mark.appeal_id,
    mark.number,
    mark.submitted_at,
    mark.category_id
FROM ({marks}) AS mark
WHERE mark.category_id = ANY(%(categories)s::bigint[])
ORDER BY array_position(%(categories)s::bigint[], mark.category_id), mark.submitted_at DESC, mark.appeal_id DESC
LIMIT %(limit)s
