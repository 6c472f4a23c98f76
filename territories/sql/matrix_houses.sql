-- Houses of areas: how many there are, who manages how many by contract, how many lie in zones made of houses.
-- Parameters: area_ids bigint[]; on_date date: what is in force then.
-- Returns: area_id, what (all|contract|zone), id (organisation of the contracts, or the zone; null of all), houses.
-- Index: the one on geo_house.location, territories_housecontract by house.
WITH inside AS MATERIALIZED (
    SELECT DISTINCT boundary.area_id, house.id
    FROM territories_boundary AS boundary
    INNER JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
    INNER JOIN territories_piece AS piece ON piece.boundary_id = boundary.id
    INNER JOIN geo_house AS house ON ST_Covers(piece.geom, house.location)
    WHERE
        boundary.area_id = ANY(%(area_ids)s)
        AND version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
        AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
)

SELECT area_id, 'all' AS what, NULL::bigint AS id, count(*) AS houses
FROM inside
GROUP BY area_id
UNION ALL
SELECT inside.area_id, 'contract', contract.organisation_id, count(DISTINCT inside.id)
FROM inside
INNER JOIN territories_housecontract AS contract ON inside.id = contract.house_id
WHERE
    (contract.valid_from IS NULL OR contract.valid_from <= %(on_date)s)
    AND (contract.valid_to IS NULL OR contract.valid_to > %(on_date)s)
GROUP BY inside.area_id, contract.organisation_id
UNION ALL
SELECT inside.area_id, 'zone', zone.id, count(*)
FROM inside
INNER JOIN territories_servicezone_houses AS listed ON inside.id = listed.house_id
INNER JOIN territories_servicezone AS zone ON listed.servicezone_id = zone.id AND zone.basis = 'houses'
WHERE
    (zone.valid_from IS NULL OR zone.valid_from <= %(on_date)s)
    AND (zone.valid_to IS NULL OR zone.valid_to > %(on_date)s)
GROUP BY inside.area_id, zone.id
ORDER BY area_id, what, houses DESC, id
