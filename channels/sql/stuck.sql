-- What waits, what is being done, what has failed, and how long the oldest of it has waited; seconds.
-- Parameters: alive_s double: seconds since its last sign within which a worker is alive. Returns one row.
-- Index: procrastinate_jobs by status, notice_unsent.
SELECT
    (
        SELECT count(*) FROM procrastinate_workers AS worker
        WHERE worker.last_heartbeat > now() - make_interval(secs => %(alive_s)s)
    ) AS workers,
    jobs.todo,
    jobs.doing,
    jobs.failed,
    (
        SELECT coalesce(extract(EPOCH FROM now() - min(coalesce(job.scheduled_at, happened.at))), 0)::float8
        FROM procrastinate_jobs AS job
        INNER JOIN procrastinate_events AS happened ON job.id = happened.job_id AND happened.type = 'deferred'
        WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
    ) AS oldest_job_s,
    letters.waiting,
    letters.gathered,
    letters.oldest_letter_s,
    (
        SELECT count(*) FROM channels_notice AS notice
        WHERE notice.state = 'failed'
    ) AS letters_failed,
    (
        SELECT extract(EPOCH FROM now() - max(sweep.at))::float8 FROM channels_sweep AS sweep
    ) AS sweep_age_s
FROM (
    SELECT
        count(*) FILTER (WHERE job.status = 'todo') AS todo,
        count(*) FILTER (WHERE job.status = 'doing') AS doing,
        count(*) FILTER (WHERE job.status = 'failed') AS failed
    FROM procrastinate_jobs AS job
    WHERE job.status IN ('todo', 'doing', 'failed')
) AS jobs,
(
    SELECT
        count(*) FILTER (WHERE notice.state = 'waiting') AS waiting,
        count(*) FILTER (WHERE notice.state = 'gathered') AS gathered,
        coalesce(
            extract(EPOCH FROM now() - min(notice.created_at) FILTER (WHERE notice.state = 'waiting')), 0
        )::float8 AS oldest_letter_s
    FROM channels_notice AS notice
    WHERE notice.state IN ('waiting', 'gathered')
) AS letters
