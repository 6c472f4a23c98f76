-- Dumps the database into the file that DUMP names and writes the number of rows of each table as it stands in the dump.
-- The extension of the restored database brings PostGIS's own table, into which its administrator alone writes.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --no-owner --exclude-table-data=spatial_ref_sys --snapshot="$SNAPSHOT" --file="$DUMP" "$DATABASE_URL" || rm -f "$DUMP"
\ir counts.sql
COMMIT;
