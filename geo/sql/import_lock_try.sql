-- The lock of import_lock, if nobody holds it; never waits.
-- Parameters: none.
-- Columns: taken (boolean). Index: none.
SELECT pg_try_advisory_xact_lock(hashtextextended('import', 0)) AS taken
