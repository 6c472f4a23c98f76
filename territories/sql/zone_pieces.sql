-- Pieces of at most 256 vertices of zones and assets, for the one index that answers "all that is here".
-- Parameters: zone_ids bigint[].
-- Writes territories_piece (EPSG:4326). Index: primary key.
INSERT INTO territories_piece (zone_id, geom)
SELECT zone.id, ST_Subdivide(zone.geom, 256)
FROM territories_servicezone AS zone
WHERE zone.id = any(%(zone_ids)s) AND zone.geom IS NOT NULL
