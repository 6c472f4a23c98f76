-- The lock of the open data's dump until the transaction ends, if nobody holds it; never waits.
-- Parameters: none.
-- Columns: taken (boolean). Index: none.
SELECT pg_try_advisory_xact_lock(hashtextextended('open data', 0)) AS taken
