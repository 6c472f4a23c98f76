-- Holds a named lock until the transaction ends: whoever changes the same set waits.
-- Parameters: name text.
-- Returns: one row. Index: none.
SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))
