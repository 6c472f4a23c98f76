-- Makes what drop_indexes has dropped, under the same names; foreign keys are checked once for all rows.
-- Parameters: none. Index: none.
DO $$
DECLARE
    statement text;
BEGIN
    -- As in drop_indexes.
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR statement IN SELECT make_it FROM demo_postponed ORDER BY turn LOOP
        EXECUTE statement;
    END LOOP;
    SET CONSTRAINTS ALL DEFERRED;
    DROP TABLE demo_postponed;
END
$$
