-- How many marks a relation holds.
-- Relations: marks. Returns number bigint. Index: that of the relation.
SELECT count(*) AS number
FROM ({marks}) AS mark
