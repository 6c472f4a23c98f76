-- One page of marks, newest first.
-- Parameters: limit bigint: rows.
-- Relations: marks (appeal_id, number, submitted_at).
-- Returns appeal_id, number, submitted_at, in order. Index: mark_date, or mark_mk in a box.
SELECT
    mark.appeal_id,
    mark.number,
    mark.submitted_at
FROM ({marks}) AS mark
ORDER BY mark.submitted_at DESC, mark.appeal_id DESC
LIMIT %(limit)s
