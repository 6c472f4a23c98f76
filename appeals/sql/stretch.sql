-- Marks inside one range of the Morton curve, read index-only.
-- Parameters: low, high bigint: inclusive ends.
-- Relations: marks (with mk). Returns the columns of marks. Index: mark_mk.
SELECT found.*
FROM ({marks}) AS found
WHERE found.mk BETWEEN %(low)s AND %(high)s
