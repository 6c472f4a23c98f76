-- How many marks a relation holds, by category, topic or executor.
-- Parameters: grouping text: category, topic or executor. Relations: marks (category_id, topic_id, executor_id).
-- Returns group_id bigint (0: no executor), number bigint. Index: that of the relation.
SELECT
    CASE %(grouping)s::text
        WHEN 'category' THEN mark.category_id
        WHEN 'topic' THEN mark.topic_id
        WHEN 'executor' THEN coalesce(mark.executor_id, 0)
    END AS group_id,
    count(*) AS number
FROM ({marks}) AS mark
GROUP BY group_id
