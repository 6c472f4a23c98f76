-- Facts of executors, and of parts of their work, from the marks of what they answer for, in one pass. The first
-- reaction is the first step of the work after the appeal was last handed over; of what is handed over twice the
-- second time counts, since that is when the present executor got it.
-- Parameters: open text[]: states that wait for an answer; reactions text[]: types of events that are a step of the
-- work; worked text[]: states that the first step leads to.
-- Relations: marks (appeal_id, executor_id, part bigint, state, in_time, rating, reopened, supports); late (id): open
-- appeals whose day has passed.
-- Returns whole int (1: of the executor, 0: of a part), executor_id, part, appeals, waiting, answered, in_time, rated,
-- ratings, reopened, supports, overdue, reacted bigint, hours double[]: median and 90th percentile to the reaction,
-- NULL without any. Index: that of the marks; event_seq_once; appeal_due.
SELECT
    grouping(counted.part) AS whole,
    counted.executor_id,
    counted.part,
    count(*) AS appeals,
    count(counted.waits) AS waiting,
    count(counted.in_time) AS answered,
    count(nullif(counted.in_time, FALSE)) AS in_time,
    count(counted.rating) AS rated,
    coalesce(sum(counted.rating), 0)::bigint AS ratings,
    count(nullif(counted.reopened, FALSE)) AS reopened,
    sum(counted.supports)::bigint AS supports,
    count(counted.late_id) AS overdue,
    count(counted.reaction_h) AS reacted,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY counted.reaction_h) AS hours
FROM (
    SELECT
        mark.executor_id,
        mark.part,
        mark.reopened,
        mark.supports,
        late.id AS late_id,
        nullif(mark.state = ANY(%(open)s::text[]), FALSE) AS waits,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.in_time END AS in_time,
        CASE WHEN mark.state != ALL(%(open)s::text[]) THEN mark.rating END AS rating,
        extract(EPOCH FROM reaction.at - handed.at)::double precision / 3600 AS reaction_h
    FROM ({marks}) AS mark
    LEFT JOIN ({late}) AS late ON mark.appeal_id = late.id
    LEFT JOIN LATERAL (
        SELECT
            event.at,
            event.seq
        FROM appeals_event AS event
        WHERE
            event.appeal_id = mark.appeal_id
            AND event.new ->> 'state' = 'assigned'
            AND (event.new ->> 'action' = 'assign' OR event.old ->> 'state' IS DISTINCT FROM 'assigned')
        ORDER BY event.seq DESC
        LIMIT 1
    ) AS handed ON TRUE
    LEFT JOIN LATERAL (
        SELECT event.at
        FROM appeals_event AS event
        WHERE
            event.appeal_id = mark.appeal_id
            AND event.seq > handed.seq
            AND (event.type = ANY(%(reactions)s::text[]) OR event.new ->> 'state' = ANY(%(worked)s::text[]))
        ORDER BY event.seq
        LIMIT 1
    ) AS reaction ON TRUE
) AS counted
GROUP BY GROUPING SETS ((counted.executor_id), (counted.executor_id, counted.part))
