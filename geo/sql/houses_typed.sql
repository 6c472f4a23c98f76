-- Houses of some streets whose number begins as typed: «1» finds 1, 1А, 1 к2, 10, 12.
-- streets: ids in the order of preference (bigint[]); groups: of each street, 0 before 1 (int[]), and all houses of
-- a group stand before those of the next; key: the number's key as typed; prefix: LIKE pattern of it; first: its
-- leading digits; count.
-- Columns: id, street_id, number_key, address, lon, lat (degrees, EPSG:4326).
-- Index: that of street_id.
SELECT
    house.id,
    house.street_id,
    house.number_key,
    house.address,
    ST_X(house.location) AS lon,
    ST_Y(house.location) AS lat
FROM unnest(%(streets)s::bigint[], %(groups)s::int[]) WITH ORDINALITY AS asked (street_id, preferred, place)
INNER JOIN geo_house AS house ON asked.street_id = house.street_id
WHERE house.number_key LIKE %(prefix)s
ORDER BY
    asked.preferred ASC,
    house.number_key = %(key)s DESC,
    house.number_first = %(first)s DESC,
    asked.place ASC,
    house.number_first ASC,
    -- «1А» and «1/2» before «1 к2».
    house.number_key LIKE '%% %%' ASC,
    length(house.number_key) ASC,
    house.number_key ASC,
    house.id ASC
LIMIT %(count)s
