-- One page of marks of several groups, group by group in the order given, newest first.
-- Parameters: grouping text: category, topic or executor; groups bigint[]: ids in order, 0 for nobody; limit bigint.
-- Relations: marks (appeal_id, number, submitted_at, category_id, topic_id, executor_id) of these groups alone.
-- Returns appeal_id, number, submitted_at, group_id, in order. Index: mark_mk, mark_topic or appeal_executor.
SELECT
    grouped.appeal_id,
    grouped.number,
    grouped.submitted_at,
    grouped.group_id
FROM (
    SELECT
        mark.appeal_id,
        mark.number,
        mark.submitted_at,
        CASE %(grouping)s::text
            WHEN 'category' THEN mark.category_id
            WHEN 'topic' THEN mark.topic_id
            WHEN 'executor' THEN coalesce(mark.executor_id, 0)
        END AS group_id
    FROM ({marks}) AS mark
) AS grouped
ORDER BY array_position(%(groups)s::bigint[], grouped.group_id), grouped.submitted_at DESC, grouped.appeal_id DESC
LIMIT %(limit)s
