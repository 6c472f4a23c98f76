-- Waits until no other import runs, and holds the next one off until the transaction ends.
-- Parameters: none.
-- Columns: one, empty. Index: none.
SELECT pg_advisory_xact_lock(hashtextextended('import', 0))
