-- The house nearest to each of some points, by the sphere.
-- lons, lats: degrees (EPSG:4326), as many of each; radius_m: metres on the ground.
-- Columns: place (from 1, of the point), address. No row for a point without a house within the radius.
-- Index: house_location_m.
SELECT
    asked.place,
    house.address
FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) WITH ORDINALITY AS asked (lon, lat, place)
CROSS JOIN LATERAL (
    SELECT near.address
    FROM geo_house AS near
    WHERE
        ST_DWithin(
            near.location::geography,
            ST_SetSRID(ST_MakePoint(asked.lon, asked.lat), 4326)::geography,
            %(radius_m)s
        )
    ORDER BY
        near.location::geography <-> ST_SetSRID(ST_MakePoint(asked.lon, asked.lat), 4326)::geography ASC,
        near.id ASC
    LIMIT 1
) AS house
