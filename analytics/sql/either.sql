-- Cells of two relations together: those of a selection, and of what it is compared with.
-- Relations: first, second (h3). Returns h3 bigint. Index: those of the relations.
SELECT one.h3
FROM ({first}) AS one
UNION ALL
SELECT other.h3
FROM ({second}) AS other
