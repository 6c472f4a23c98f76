-- The house nearest to each of some points, by the sphere.
-- lons, lats: degrees (EPSG:4326), as many of each; radius_m: metres on the ground.
-- Columns: place (from 1, of the point), address. No row for a point without a house within the radius.
-- Index: house_location_m, walked from the point outwards: the radius is looked at only afterwards, for to search in it
-- would read every house of a town, and sort them.
SELECT
    asked.place,
    house.address
FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) WITH ORDINALITY AS asked (lon, lat, place)
CROSS JOIN LATERAL (
    SELECT
        near.address,
        near.distance_m
    FROM (
        SELECT
            known.id,
            known.address,
            known.location::geography
            <-> ST_SetSRID(ST_MakePoint(asked.lon, asked.lat), 4326)::geography AS distance_m
        FROM geo_house AS known
        ORDER BY known.location::geography <-> ST_SetSRID(ST_MakePoint(asked.lon, asked.lat), 4326)::geography ASC
        -- Of houses at one place the first is named, whichever of them the index has first.
        LIMIT 4
    ) AS near
    ORDER BY near.distance_m ASC, near.id ASC
    LIMIT 1
) AS house
WHERE house.distance_m <= %(radius_m)s
