-- Counts one more attempt in the window of a key, or begins a new window.
-- Parameters: key text (64 hex digits), starts_at timestamptz, ends_at timestamptz (the window that runs now).
-- Returns: one row, count integer: attempts in this window including this one.
-- Index: primary key of appeals_attempt.
INSERT INTO appeals_attempt AS attempt (key, starts_at, ends_at, count)
VALUES (%(key)s, %(starts_at)s, %(ends_at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN attempt.starts_at = excluded.starts_at THEN attempt.count + 1 ELSE 1 END,
    starts_at = excluded.starts_at,
    ends_at = excluded.ends_at
RETURNING attempt.count
