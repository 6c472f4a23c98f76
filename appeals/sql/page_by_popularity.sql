-- One page of marks, most supported first.
-- Parameters: limit bigint: rows.
-- Relations: marks (appeal_id, number, supports).
-- Returns appeal_id, number, supports, in order. Index: mark_popularity, or mark_mk in a box.
SELECT
    mark.appeal_id,
    mark.number,
    mark.supports
FROM ({marks}) AS mark
ORDER BY mark.supports DESC, mark.appeal_id DESC
LIMIT %(limit)s
