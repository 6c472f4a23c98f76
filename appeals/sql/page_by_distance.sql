-- One page of marks within a circle, nearest first, in metres on the ellipsoid.
-- Parameters: lon, lat double (degrees): centre; radius_m, nearest_m double (metres); after_id bigint: of marks
-- exactly nearest_m away only later ones; limit bigint: rows.
-- Relations: marks (appeal_id, number, qx, qy), read from a box that holds the circle.
-- Returns appeal_id, number, distance_m, in order. Index: mark_mk, index-only.
SELECT
    near.appeal_id,
    near.number,
    near.distance_m
FROM (
    SELECT
        mark.appeal_id,
        mark.number,
        -- Middle of the quantum in degrees: (q + 0.5) / 2^31 of the world's width and height.
        ST_Distance(
            ST_SetSRID(ST_MakePoint(
                (mark.qx + 0.5::float8) / 2147483648::float8 * 360 - 180,
                degrees(atan(sinh(pi() * (1 - (mark.qy + 0.5::float8) / 1073741824::float8))))
            ), 4326)::geography,
            ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
        ) AS distance_m
    FROM ({marks}) AS mark
    -- Keeps the planner from computing the distance twice.
    OFFSET 0
) AS near
WHERE
    near.distance_m <= %(radius_m)s
    AND (near.distance_m, near.appeal_id) > (%(nearest_m)s, %(after_id)s)
ORDER BY near.distance_m, near.appeal_id
LIMIT %(limit)s
