-- Letters with reports that should be on their way, older than a moment, for which there is no job.
-- A job that failed for good waits for a person and counts as one. Parameters: before timestamptz; task text: name of
-- the job. Returns id, in order. Index: procrastinate_jobs by status; the letters are read whole, a few per reader.
SELECT letter.id
FROM analytics_reportletter AS letter
WHERE
    letter.created_at < %(before)s
    AND letter.state = 'waiting'
    AND NOT EXISTS (
        SELECT 1
        FROM procrastinate_jobs AS job
        WHERE
            job.status IN ('todo', 'doing', 'failed')
            AND job.task_name = %(task)s
            AND (job.args ->> 'letter_id')::bigint = letter.id
    )
ORDER BY letter.id
