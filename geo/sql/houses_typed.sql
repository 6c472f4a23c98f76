-- Houses of some streets whose number begins as typed: «2» finds 2, 2 к1, 20, 28-30.
-- streets: ids in the order of preference (bigint[]); prefix: LIKE pattern of the number's key; first: the digits
-- typed, that come before longer numbers; count.
-- Columns: id, street_id, number_key, address, lon, lat (degrees, EPSG:4326).
-- Index: house_street_number.
SELECT
    id,
    street_id,
    number_key,
    address,
    ST_X(location) AS lon,
    ST_Y(location) AS lat
FROM geo_house
WHERE street_id = ANY(%(streets)s) AND number_key LIKE %(prefix)s
ORDER BY
    number_first = %(first)s DESC,
    array_position(%(streets)s::bigint[], street_id) ASC,
    number_first ASC,
    length(number_key) ASC,
    number_key ASC,
    id ASC
LIMIT %(count)s
