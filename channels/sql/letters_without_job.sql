-- Letters that should be on their way, older than a moment, for which there is no job.
-- A job that failed for good waits for a person and counts as one. Parameters: before timestamptz.
-- Returns notice_id, digest (null: a letter of one notice). Index: notice_unsent, procrastinate_jobs by status.
SELECT
    min(notice.id) AS notice_id,
    notice.digest
FROM channels_notice AS notice
WHERE
    notice.created_at < %(before)s
    AND (notice.state = 'waiting' OR (notice.state = 'gathered' AND notice.digest IS NOT NULL))
    AND NOT EXISTS (
        SELECT 1
        FROM procrastinate_jobs AS job
        WHERE
            job.status IN ('todo', 'doing', 'failed')
            AND (
                (job.task_name = 'channels.send' AND (job.args ->> 'notice_id')::bigint = notice.id)
                OR (job.task_name = 'channels.send_digest' AND job.args ->> 'digest' = notice.digest::text)
            )
    )
GROUP BY notice.digest, CASE WHEN notice.digest IS NULL THEN notice.id END
ORDER BY min(notice.id)
