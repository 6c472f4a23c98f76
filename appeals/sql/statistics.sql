-- Figures of marks by each of six dimensions, in one pass; an open appeal has neither answer nor rating yet.
-- Parameters: months timestamptz[]: beginnings of months, ascending; open text[]: states that wait for an answer.
-- Relations: marks (kind, state, category_id, executor_id, areas bigint[], submitted_at, in_time, rating).
-- Returns dimension int (bits of those that are not it, in the order of the columns), kind, state, category_id,
-- executor_id, areas, month int (position in months from 1, 0: before), appeals, waiting, answered, in_time, rated,
-- ratings bigint (their sum, NULL without any). Index: that of the relation; one read of the table without a box.
SELECT
    grouping(
        counted.kind, counted.state, counted.category_id, counted.executor_id, counted.areas, counted.month
    ) AS dimension,
    counted.kind,
    counted.state,
    counted.category_id,
    counted.executor_id,
    counted.areas,
    counted.month,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    sum(counted.rating) AS ratings
FROM (
    SELECT
        mark.kind,
        mark.state,
        mark.category_id,
        mark.executor_id,
        mark.areas,
        width_bucket(mark.submitted_at, %(months)s::timestamptz[]) AS month,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating
    FROM ({marks}) AS mark
    -- Seen from outside, a month has few values: the planner would take it for as many as moments and sort all rows.
    OFFSET 0
) AS counted
GROUP BY
    GROUPING SETS (
        (counted.kind),
        (counted.state),
        (counted.category_id),
        (counted.executor_id),
        (counted.areas),
        (counted.month)
    )
