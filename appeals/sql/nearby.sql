-- Open marks around a place, nearest first, in metres on the ellipsoid.
-- Parameters: lon, lat double (degrees): centre; radius_m double (metres on the ground); reach_3857 double: no
-- shorter than the radius in EPSG:3857 metres; limit bigint: rows.
-- Relations: marks (appeal_id, number, qx, qy, geom_3857) in open states, one topic or all; meets: &&& of one topic,
-- && of all, which chooses the index.
-- Returns appeal_id, number, distance_m, in order. Index: mark_open_topic_place or mark_open_place.
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
    WHERE
        mark.geom_3857 {meets} ST_Expand(
            ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, greatest(least(%(lat)s, 85.05), -85.05)), 4326), 3857),
            %(reach_3857)s
        )
    -- Keeps the planner from computing the distance twice.
    OFFSET 0
) AS near
WHERE near.distance_m <= %(radius_m)s
ORDER BY near.distance_m, near.appeal_id
LIMIT %(limit)s
