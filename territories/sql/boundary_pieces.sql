-- Pieces of at most 256 vertices of a version's polygons, for the one index that answers "all that is here".
-- Parameters: version_id bigint.
-- Writes territories_piece (EPSG:4326). Index: foreign key of boundary.
INSERT INTO territories_piece (boundary_id, geom)
SELECT boundary.id, ST_Subdivide(boundary.geom, 256)
FROM territories_boundary AS boundary
WHERE boundary.version_id = %(version_id)s
