-- The lock of rollup_lock_try, waited for: one repair at a time, or both would append the same.
-- Parameters: none.
-- Returns one empty value. Index: none.
SELECT pg_advisory_xact_lock(hashtextextended('roll-up', 0))
