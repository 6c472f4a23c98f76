-- Takes `count` ids of a table's sequence at once, so that COPY can write rows that name each other.
-- Parameters: name text, table name; count bigint.
-- Returns: the last id taken. Index: none.
SELECT setval(
    pg_get_serial_sequence(%(name)s, 'id'),
    nextval(pg_get_serial_sequence(%(name)s, 'id')) + %(count)s - 1
)
