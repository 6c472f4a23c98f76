-- How many marks a relation holds, by category.
-- Relations: marks (category_id). Returns category_id bigint, number bigint. Index: that of the relation.
SELECT
    mark.category_id,
    count(*) AS number
FROM ({marks}) AS mark
GROUP BY mark.category_id
