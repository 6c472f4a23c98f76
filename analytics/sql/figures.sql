-- Figures of a selection, and by each of its months, topics and executors, in one pass.
-- Parameters: zone text: whose months; open text[]: states that wait for an answer.
-- Relations: marks (submitted_at, topic_id, executor_id, state, in_time, rating, reopened, supports).
-- Returns dimension int (7: all; 3: by month; 5: by topic; 6: by executor), month date, topic_id, executor_id bigint,
-- appeals, waiting, answered, in_time, rated, ratings, reopened, supports bigint. Index: that of the relation.
SELECT
    grouping(counted.month, counted.topic_id, counted.executor_id) AS dimension,
    counted.month,
    counted.topic_id,
    counted.executor_id,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    coalesce(sum(counted.rating), 0)::bigint AS ratings,
    count(nullif(counted.reopened, FALSE)) AS reopened,
    coalesce(sum(counted.supports), 0)::bigint AS supports
FROM (
    SELECT
        date_trunc('month', mark.submitted_at AT TIME ZONE %(zone)s)::date AS month,
        mark.topic_id,
        mark.executor_id,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
        mark.reopened,
        mark.supports
    FROM ({marks}) AS mark
    OFFSET 0
) AS counted
GROUP BY GROUPING SETS ((), (counted.month), (counted.topic_id), (counted.executor_id))
