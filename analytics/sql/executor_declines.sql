-- How often executors declined appeals of a selection, whoever answers for them now; what a moderator took back from
-- them is not counted.
-- Parameters: roles text[]: of those who decline for an executor.
-- Relations: marks (appeal_id, part bigint).
-- Returns executor_id bigint, part bigint, declined bigint. Index: event_decline; that of the marks.
SELECT
    (event.old ->> 'executor')::bigint AS executor_id,
    mark.part,
    count(*) AS declined
FROM ({marks}) AS mark
INNER JOIN appeals_event AS event ON mark.appeal_id = event.appeal_id
WHERE
    event.new -> 'action' = '"decline"'::jsonb
    AND event.old ->> 'executor' IS NOT NULL
    AND event.actor_role = ANY(%(roles)s::text[])
GROUP BY event.old ->> 'executor', mark.part
