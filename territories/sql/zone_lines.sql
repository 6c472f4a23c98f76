-- Border lines of at most 64 vertices of polygon zones; an asset is measured to itself, by its pieces.
-- Parameters: zone_ids bigint[].
-- Writes territories_borderline (EPSG:4326). Index: primary key.
INSERT INTO territories_borderline (zone_id, geom)
SELECT zone.id, ST_Subdivide(ST_Boundary(zone.geom), 64)
FROM territories_servicezone AS zone
WHERE zone.id = any(%(zone_ids)s) AND zone.basis = 'polygon' AND zone.geom IS NOT NULL
