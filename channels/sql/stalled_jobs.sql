-- Jobs that are being done by nobody: their worker is gone or gives no sign, or they last longer than any job may.
-- Parameters: silent_s double: seconds without a heartbeat after which a worker is dead; most_s double: seconds that a
-- job may last. Returns id. Index: procrastinate_jobs by status.
SELECT job.id
FROM procrastinate_jobs AS job
LEFT JOIN procrastinate_workers AS worker ON job.worker_id = worker.id
WHERE
    job.status = 'doing'
    AND (
        worker.id IS NULL
        OR worker.last_heartbeat < now() - make_interval(secs => %(silent_s)s)
        OR (
            SELECT max(happened.at)
            FROM procrastinate_events AS happened
            WHERE happened.job_id = job.id AND happened.type = 'started'
        ) < now() - make_interval(secs => %(most_s)s)
    )
