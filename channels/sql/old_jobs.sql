-- Deletes jobs that ended some time ago; those that failed stay for a person to look at.
-- Parameters: hours integer: how long ago. Index: procrastinate_events by job_id.
DELETE FROM procrastinate_jobs AS job
WHERE
    job.status IN ('succeeded', 'cancelled', 'aborted')
    AND NOT EXISTS (
        SELECT 1
        FROM procrastinate_events AS happened
        WHERE happened.job_id = job.id AND happened.at > now() - make_interval(hours => %(hours)s)
    )
