-- Bring houses up to date after an import.
-- ids, lons, lats (degrees, EPSG:4326), residents: arrays of one length.
-- Index: geo_house_pkey.
UPDATE geo_house AS house
SET
    location = ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326),
    residents = given.residents
FROM unnest(
    %(ids)s::bigint[],
    %(lons)s::float8[],
    %(lats)s::float8[],
    %(residents)s::integer[]
) AS given (id, lon, lat, residents)
WHERE house.id = given.id
