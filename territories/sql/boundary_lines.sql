-- Border lines of at most 64 vertices of a version's whole polygons: distances are measured to these,
-- because the edges of pieces contain cuts through the inside.
-- Parameters: version_id bigint.
-- Writes territories_borderline (EPSG:4326). Index: foreign key of boundary.
INSERT INTO territories_borderline (boundary_id, geom)
SELECT boundary.id, ST_Subdivide(ST_Boundary(boundary.geom), 64)
FROM territories_boundary AS boundary
WHERE boundary.version_id = %(version_id)s
