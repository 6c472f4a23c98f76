-- Sizes of zones on the ellipsoid; lines and points have none.
-- Parameters: zone_ids bigint[].
-- Writes territories_servicezone.area_m2 (square metres). Index: primary key.
UPDATE territories_servicezone
SET area_m2 = ST_Area(geom::geography)
WHERE id = any(%(zone_ids)s) AND geom IS NOT NULL
