-- The time zone whose months the roll-up has.
-- Parameters: none. Returns zone text. Index: none.
SELECT analytics_zone() AS zone
