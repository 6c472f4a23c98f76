-- About how many appeals there are, as of the last vacuum.
-- Returns number real (-1 before the first one). Index: that of the system catalogue.
SELECT pg_class.reltuples AS number
FROM pg_class
WHERE pg_class.oid = 'appeals_mark'::regclass
