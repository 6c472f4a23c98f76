-- One page of marks by number, ascending.
-- Parameters: after text: only numbers behind it, '' for all; limit bigint: rows.
-- Relations: marks (appeal_id).
-- Returns appeal_id, number, in order. Index: appeal_number_once.
SELECT
    appeal.id AS appeal_id,
    appeal.number
FROM appeals_appeal AS appeal
INNER JOIN ({marks}) AS mark ON appeal.id = mark.appeal_id
WHERE appeal.number > %(after)s::text
ORDER BY appeal.number
LIMIT %(limit)s
