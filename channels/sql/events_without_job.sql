-- Events after one that have neither job nor notice, though they were not written in bulk.
-- Parameters: after_id bigint: the last event that was looked at; until_id bigint: the last one to look at;
-- task text: name of the job. Returns id, in order. Index: the keys of both tables.
SELECT happened.id
FROM appeals_event AS happened
WHERE
    happened.id > %(after_id)s
    AND happened.id <= %(until_id)s
    AND NOT coalesce((happened.new ->> 'silent')::boolean, false)
    AND NOT EXISTS (
        SELECT 1
        FROM procrastinate_jobs AS job
        WHERE job.task_name = %(task)s AND (job.args ->> 'event_id')::bigint = happened.id
    )
    AND NOT EXISTS (
        SELECT 1
        FROM channels_notice AS notice
        WHERE notice.event_id = happened.id
    )
ORDER BY happened.id
