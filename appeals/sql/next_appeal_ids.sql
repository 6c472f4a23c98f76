-- Keys for appeals about to be copied in.
-- Parameters: count integer, how many.
-- Returns: id bigint, one row per key, never handed out again.
SELECT nextval(pg_get_serial_sequence('appeals_appeal', 'id')) AS id FROM generate_series(1, %(count)s)
