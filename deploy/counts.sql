-- Number of rows of each table of the schema public but PostGIS's own: name and number, by name. Reads each as a whole.
SELECT
    table_name,
    (
        xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM public.%I', table_name), false, true, ''))
    )[1]
FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'spatial_ref_sys'
ORDER BY table_name COLLATE "C";
