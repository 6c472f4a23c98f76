-- Notes indexes and constraints of tables that a load can do without, and how to make them anew; see drop_indexes.
-- Parameters: tables text[], names; needed text[], names of constraints that stay.
-- Lasts until the end of the transaction. Writes the temporary table demo_postponed. Index: none.
CREATE TEMPORARY TABLE demo_postponed ON COMMIT DROP AS
SELECT
    1 AS turn,
    'DROP INDEX ' || indexrelid::regclass AS drop_it,
    pg_get_indexdef(indexrelid) AS make_it
FROM pg_index
WHERE
    indrelid = any(%(tables)s::regclass[])
    AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
UNION ALL
SELECT
    CASE contype WHEN 'u' THEN 1 ELSE 2 END AS turn,
    'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname) AS drop_it,
    'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname)
    || ' ' || pg_get_constraintdef(oid) AS make_it
FROM pg_constraint
WHERE
    conrelid = any(%(tables)s::regclass[])
    AND contype IN ('u', 'f')
    AND conname <> all(%(needed)s::name[])
