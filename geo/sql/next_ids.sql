-- Reserve primary keys, so that COPY can write rows whose ids are known.
-- table: name of the table; count: how many.
-- Columns: id.
SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) AS id
FROM generate_series(1, %(count)s)
