-- Another zone for the months of the roll-up. Two statements; needs a transaction, whose end lets writers go on.
-- Whoever has changed marks ends first, so that every later change is one of the new months.
-- Parameters: zone text. Index: none.
LOCK TABLE appeals_mark IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION analytics_zone() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT %(zone)s::text $$
