-- Box of everything an organisation answers for: its zones in force with their areas and houses, its contracts'
-- houses, and the areas whose authority it is.
-- Parameters: organisation_id bigint; today date (local).
-- Returns west, south, east, north double (degrees), all NULL without any place.
-- Index: foreign keys of zones, contracts, authorities, lists and boundaries.
WITH zone AS (
    SELECT
        held.id,
        held.geom
    FROM territories_servicezone AS held
    WHERE
        held.organisation_id = %(organisation_id)s
        AND (held.valid_from IS NULL OR held.valid_from <= %(today)s::date)
        AND (held.valid_to IS NULL OR held.valid_to > %(today)s::date)
),

area AS (
    SELECT listed.area_id
    FROM territories_servicezone_areas AS listed
    INNER JOIN zone ON zone.id = listed.servicezone_id
    UNION
    SELECT authority.area_id
    FROM territories_authority AS authority
    WHERE
        authority.organisation_id = %(organisation_id)s
        AND (authority.valid_from IS NULL OR authority.valid_from <= %(today)s::date)
        AND (authority.valid_to IS NULL OR authority.valid_to > %(today)s::date)
),

house AS (
    SELECT listed.house_id
    FROM territories_servicezone_houses AS listed
    INNER JOIN zone ON zone.id = listed.servicezone_id
    UNION
    SELECT contract.house_id
    FROM territories_housecontract AS contract
    WHERE
        contract.organisation_id = %(organisation_id)s
        AND (contract.valid_from IS NULL OR contract.valid_from <= %(today)s::date)
        AND (contract.valid_to IS NULL OR contract.valid_to > %(today)s::date)
),

place AS (
    SELECT zone.geom::box3d AS box
    FROM zone
    WHERE zone.geom IS NOT NULL
    UNION ALL
    SELECT boundary.geom::box3d
    FROM territories_boundary AS boundary
    INNER JOIN area ON area.area_id = boundary.area_id
    INNER JOIN territories_boundaryversion AS version ON version.id = boundary.version_id
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
        AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
    UNION ALL
    SELECT known.location::box3d
    FROM geo_house AS known
    INNER JOIN house ON house.house_id = known.id
)

SELECT
    min(ST_XMin(place.box)) AS west,
    min(ST_YMin(place.box)) AS south,
    max(ST_XMax(place.box)) AS east,
    max(ST_YMax(place.box)) AS north
FROM place
