-- The two houses of each street on either side of a number that is not known: nearest numbers below and above.
-- streets: ids (bigint[]); first: the number's digits.
-- Columns: id, street_id, number_key, number, address, lon, lat (degrees, EPSG:4326), number_first.
-- Index: house_street_number.
SELECT
    beside.id,
    beside.street_id,
    beside.number_key,
    beside.number,
    beside.address,
    ST_X(beside.location) AS lon,
    ST_Y(beside.location) AS lat,
    beside.number_first
FROM unnest(%(streets)s::bigint[]) AS asked (street_id)
CROSS JOIN LATERAL (
    (
        SELECT * FROM geo_house AS house
        WHERE house.street_id = asked.street_id AND house.number_first < %(first)s
        ORDER BY house.number_first DESC
        LIMIT 4
    )
    UNION ALL
    (
        SELECT * FROM geo_house AS house
        WHERE house.street_id = asked.street_id AND house.number_first > %(first)s
        ORDER BY house.number_first ASC
        LIMIT 4
    )
) AS beside
ORDER BY abs(beside.number_first - %(first)s) + (beside.number_first + %(first)s) %% 2 ASC, beside.id ASC
