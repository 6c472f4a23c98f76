-- Houses of some settlements, as an import compares them.
-- settlements: ids (bigint[]).
-- Columns: id, settlement_id, street_id, number_key, lon, lat (degrees, EPSG:4326), residents, source_id, address.
-- Index: house_settlement_number.
SELECT
    id,
    settlement_id,
    street_id,
    number_key,
    ST_X(location) AS lon,
    ST_Y(location) AS lat,
    residents,
    source_id,
    address
FROM geo_house
WHERE settlement_id = ANY(%(settlements)s)
ORDER BY id
