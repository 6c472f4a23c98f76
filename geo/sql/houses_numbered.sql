-- Houses of some streets whose number begins with given digits.
-- streets: ids (bigint[]); first: the number's leading digits; count.
-- Columns: id, street_id, number_key, number, address, lon, lat (degrees, EPSG:4326).
-- Index: house_street_number.
SELECT
    id,
    street_id,
    number_key,
    number,
    address,
    ST_X(location) AS lon,
    ST_Y(location) AS lat
FROM geo_house
WHERE street_id = ANY(%(streets)s) AND number_first = %(first)s
ORDER BY id
LIMIT %(count)s
