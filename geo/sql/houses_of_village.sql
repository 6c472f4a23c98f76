-- Houses of settlements without streets that have a number.
-- settlements: ids (bigint[]); first: the number's leading digits; count.
-- Columns: id, settlement_id, number_key, number, address, lon, lat (degrees, EPSG:4326).
-- Index: house_settlement_number.
SELECT
    id,
    settlement_id,
    number_key,
    number,
    address,
    ST_X(location) AS lon,
    ST_Y(location) AS lat
FROM geo_house
WHERE settlement_id = ANY(%(settlements)s) AND street_id IS NULL AND number_first = %(first)s
ORDER BY id
LIMIT %(count)s
