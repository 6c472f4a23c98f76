-- How many marks each topic has. Parameters: none.
-- Relations: marks (topic_id). Returns topic_id, appeals bigint. Index: that of the relation, index-only.
SELECT
    mark.topic_id,
    count(*) AS appeals
FROM ({marks}) AS mark
GROUP BY mark.topic_id
