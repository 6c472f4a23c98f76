-- Whether nobody else writes the roll-up by other ways than the triggers, until the transaction ends; never waits, and
-- holds nobody up but its like.
-- Parameters: none.
-- Returns taken boolean. Index: none.
SELECT pg_try_advisory_xact_lock(hashtextextended('roll-up', 0)) AS taken
