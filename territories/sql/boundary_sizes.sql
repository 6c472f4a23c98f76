-- Sizes of a version's polygons on the ellipsoid.
-- Parameters: version_id bigint.
-- Writes territories_boundary.area_m2 (square metres). Index: primary and foreign keys.
UPDATE territories_boundary
SET area_m2 = ST_Area(geom::geography)
WHERE version_id = %(version_id)s
