-- Drops what postpone_indexes has noted. Locks its tables until the end of the transaction.
-- Parameters: none. Index: none.
DO $$
DECLARE
    statement text;
BEGIN
    -- A table with unchecked rows cannot be altered, nor one that it refers to.
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR statement IN SELECT drop_it FROM demo_postponed ORDER BY turn LOOP
        EXECUTE statement;
    END LOOP;
    SET CONSTRAINTS ALL DEFERRED;
END
$$
