-- Everything that is known of a pin on a day: areas here and near, zones, assets, authorities, the house's contract.
-- What the topic is stays open: rules.decide asks that.
-- Parameters: lon, lat double, degrees (EPSG:4326); kx, ky double, metres per degree at the pin; on_date date;
--   ambiguity_m, on_border_m, house_radius_m, asset_tolerance_m double, metres; house_id bigint, null: the nearest
--   house within house_radius_m when by_house, else none; by_house boolean.
-- Returns: what (area|zone|asset|contract|authority|house), organisation_id, organisation, covers, border_m,
--   size_m2, since, topics, categories, shared, area_id, zone_id, house_id, version_id, label, code, kind, collection.
-- Distances are planar in a frame stretched to metres at the pin: within 2 mm up to 100 m, half a percent at 10 km.
-- Index: piece_gist, border_line_gist, border_line_boundary_gist, border_line_zone_gist.
WITH RECURSIVE pin AS MATERIALIZED (
    SELECT
        ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS geom,
        ST_SetSRID(ST_MakePoint(0, 0), 4326) AS origin,
        ST_MakeEnvelope(
            %(lon)s - %(ambiguity_m)s / %(kx)s, %(lat)s - %(ambiguity_m)s / %(ky)s,
            %(lon)s + %(ambiguity_m)s / %(kx)s, %(lat)s + %(ambiguity_m)s / %(ky)s, 4326
        ) AS reach,
        GREATEST(%(asset_tolerance_m)s, (
            SELECT max(zone.tolerance_m) FROM territories_servicezone AS zone WHERE zone.basis = 'asset'
        )) AS asset_reach_m
),

covering AS MATERIALIZED (
    SELECT DISTINCT piece.boundary_id, piece.zone_id
    FROM pin
    INNER JOIN territories_piece AS piece ON ST_Covers(piece.geom, pin.geom)
),

near AS MATERIALIZED (
    SELECT
        line.boundary_id,
        line.zone_id,
        min(ST_Distance(
            ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8), pin.origin
        )) AS border_m
    FROM pin
    INNER JOIN territories_borderline AS line ON line.geom && pin.reach
    GROUP BY line.boundary_id, line.zone_id
),

here AS (
    SELECT
        boundary_id,
        zone_id,
        bool_or(covers) AS covers,
        min(border_m) AS border_m
    FROM (
        SELECT boundary_id, zone_id, TRUE AS covers, NULL::float8 AS border_m FROM covering
        UNION ALL
        SELECT boundary_id, zone_id, border_m <= %(on_border_m)s, border_m FROM near WHERE border_m <= %(ambiguity_m)s
    ) AS found
    GROUP BY boundary_id, zone_id
),

areas AS MATERIALIZED (
    SELECT
        area.id AS area_id,
        here.covers,
        COALESCE(here.border_m, far.border_m) AS border_m,
        boundary.area_m2 AS size_m2,
        boundary.version_id,
        boundary.name AS label,
        boundary.parent_id,
        area.code,
        area.kind,
        collection.slug AS collection
    FROM here
    INNER JOIN territories_boundary AS boundary ON here.boundary_id = boundary.id
    INNER JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
    INNER JOIN territories_area AS area ON boundary.area_id = area.id
    INNER JOIN territories_collection AS collection ON area.collection_id = collection.id
    CROSS JOIN pin
    LEFT JOIN LATERAL (
        SELECT min(ST_Distance(
            ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8), pin.origin
        )) AS border_m
        FROM (
            -- The nearest by degrees bounds the nearest by metres: no line outside this box can be nearer.
            SELECT ST_Distance(first.geom, pin.geom) * %(ky)s / %(kx)s AS bound_deg
            FROM territories_borderline AS first
            WHERE first.boundary_id = boundary.id
            ORDER BY first.geom <-> pin.geom
            LIMIT 1
        ) AS nearest
        INNER JOIN territories_borderline AS line
            ON line.boundary_id = boundary.id AND line.geom && ST_Expand(pin.geom, nearest.bound_deg)
    ) AS far ON here.border_m IS NULL
    WHERE
        version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
        AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
),

-- Parents that no polygon draws on this day: known by the tree alone, larger than all that are measured.
above AS (
    SELECT parent_id AS area_id, covers, border_m, version_id, 1 AS depth
    FROM areas
    WHERE parent_id IS NOT NULL
    UNION
    SELECT area.parent_id, above.covers, above.border_m, above.version_id, above.depth + 1
    FROM above
    INNER JOIN territories_area AS area ON above.area_id = area.id
    WHERE area.parent_id IS NOT NULL AND above.depth < 32
),

levels AS (
    SELECT area_id, covers, border_m, size_m2, version_id, label, code, kind, collection FROM areas
    UNION ALL
    SELECT
        above.area_id,
        bool_or(above.covers),
        min(above.border_m),
        1e15 * min(above.depth),
        min(above.version_id),
        area.name,
        area.code,
        area.kind,
        collection.slug
    FROM above
    INNER JOIN territories_area AS area ON above.area_id = area.id
    INNER JOIN territories_collection AS collection ON area.collection_id = collection.id
    WHERE NOT EXISTS (
        SELECT 1
        FROM territories_boundary AS drawn
        INNER JOIN territories_boundaryversion AS version ON drawn.version_id = version.id
        WHERE
            drawn.area_id = above.area_id
            AND version.state = 'published'
            AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
            AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
    )
    GROUP BY above.area_id, area.name, area.code, area.kind, collection.slug
),

house AS MATERIALIZED (
    SELECT %(house_id)s::bigint AS house_id
    WHERE %(house_id)s::bigint IS NOT NULL
    UNION ALL
    (
        SELECT house.id
        FROM geo_house AS house
        WHERE
            %(by_house)s AND %(house_id)s::bigint IS NULL
            AND house.location && ST_MakeEnvelope(
                %(lon)s - %(house_radius_m)s / %(kx)s, %(lat)s - %(house_radius_m)s / %(ky)s,
                %(lon)s + %(house_radius_m)s / %(kx)s, %(lat)s + %(house_radius_m)s / %(ky)s, 4326
            )
            AND ((ST_X(house.location) - %(lon)s) * %(kx)s) ^ 2 + ((ST_Y(house.location) - %(lat)s) * %(ky)s) ^ 2
            <= (%(house_radius_m)s::float8) ^ 2
        ORDER BY
            ((ST_X(house.location) - %(lon)s) * %(kx)s) ^ 2 + ((ST_Y(house.location) - %(lat)s) * %(ky)s) ^ 2, house.id
        LIMIT 1
    )
),

zones AS (
    SELECT
        zone.id, here.covers, COALESCE(here.border_m, far.border_m) AS border_m,
        zone.area_m2 AS size_m2, NULL::bigint AS area_id, NULL::bigint AS house_id, NULL::bigint AS version_id,
        'zone' AS what, NULL AS place
    FROM here
    INNER JOIN territories_servicezone AS zone ON here.zone_id = zone.id AND zone.basis = 'polygon'
    CROSS JOIN pin
    LEFT JOIN LATERAL (
        SELECT min(ST_Distance(
            ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8), pin.origin
        )) AS border_m
        FROM (
            SELECT ST_Distance(first.geom, pin.geom) * %(ky)s / %(kx)s AS bound_deg
            FROM territories_borderline AS first
            WHERE first.zone_id = zone.id
            ORDER BY first.geom <-> pin.geom
            LIMIT 1
        ) AS nearest
        INNER JOIN territories_borderline AS line
            ON line.zone_id = zone.id AND line.geom && ST_Expand(pin.geom, nearest.bound_deg)
    ) AS far ON here.border_m IS NULL
    UNION ALL
    SELECT
        zone.id, levels.covers, levels.border_m, levels.size_m2, levels.area_id, NULL, levels.version_id,
        'zone', levels.label
    FROM levels
    INNER JOIN territories_servicezone_areas AS named ON levels.area_id = named.area_id
    INNER JOIN territories_servicezone AS zone ON named.servicezone_id = zone.id AND zone.basis = 'areas'
    UNION ALL
    SELECT zone.id, TRUE, NULL, 0, NULL, house.house_id, NULL, 'zone', NULL
    FROM house
    INNER JOIN territories_servicezone_houses AS named ON house.house_id = named.house_id
    INNER JOIN territories_servicezone AS zone ON named.servicezone_id = zone.id AND zone.basis = 'houses'
    UNION ALL
    SELECT zone.id, TRUE, min(asset.distance_m), 0, NULL, NULL, NULL, 'asset', NULL
    FROM (
        SELECT
            piece.zone_id,
            ST_Distance(
                ST_TransScale(piece.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8),
                pin.origin
            ) AS distance_m
        FROM pin
        INNER JOIN territories_piece AS piece
            ON
                piece.zone_id IS NOT NULL
                AND piece.geom && ST_MakeEnvelope(
                    %(lon)s - pin.asset_reach_m / %(kx)s, %(lat)s - pin.asset_reach_m / %(ky)s,
                    %(lon)s + pin.asset_reach_m / %(kx)s, %(lat)s + pin.asset_reach_m / %(ky)s, 4326
                )
    ) AS asset
    INNER JOIN territories_servicezone AS zone ON asset.zone_id = zone.id AND zone.basis = 'asset'
    WHERE asset.distance_m <= COALESCE(zone.tolerance_m, %(asset_tolerance_m)s)
    GROUP BY zone.id
)

SELECT
    'area' AS what, NULL::bigint AS organisation_id, NULL::text AS organisation, covers, border_m, size_m2,
    NULL::date AS since, NULL::text[] AS topics, NULL::text[] AS categories, FALSE AS shared, area_id,
    NULL::bigint AS zone_id, NULL::bigint AS house_id, version_id, label, code, kind, collection
FROM areas
UNION ALL
SELECT
    zones.what, organisation.id, organisation.name, zones.covers, zones.border_m, zones.size_m2,
    zone.valid_from, zone.topics, zone.categories, zone.shared, zones.area_id,
    zone.id AS zone_id, zones.house_id, zones.version_id, COALESCE(NULLIF(zone.name, ''), zones.place, ''),
    NULL, NULL, NULL
FROM zones
INNER JOIN territories_servicezone AS zone ON zones.id = zone.id
INNER JOIN territories_organisation AS organisation ON zone.organisation_id = organisation.id
WHERE
    (zone.valid_from IS NULL OR zone.valid_from <= %(on_date)s)
    AND (zone.valid_to IS NULL OR zone.valid_to > %(on_date)s)
UNION ALL
SELECT
    'authority', organisation.id, organisation.name, levels.covers, levels.border_m, levels.size_m2,
    NULL, NULL, authority.categories, FALSE, levels.area_id,
    NULL, NULL, levels.version_id, levels.label, levels.code, levels.kind, levels.collection
FROM levels
INNER JOIN territories_authority AS authority ON levels.area_id = authority.area_id
INNER JOIN territories_organisation AS organisation ON authority.organisation_id = organisation.id
UNION ALL
SELECT
    'contract', organisation.id, organisation.name, TRUE, NULL, 0,
    contract.valid_from, NULL, NULL, FALSE, NULL,
    NULL, contract.house_id, NULL, place.address, NULL, NULL, NULL
FROM house
INNER JOIN territories_housecontract AS contract ON house.house_id = contract.house_id
INNER JOIN geo_house AS place ON house.house_id = place.id
INNER JOIN territories_organisation AS organisation ON contract.organisation_id = organisation.id
WHERE
    (contract.valid_from IS NULL OR contract.valid_from <= %(on_date)s)
    AND (contract.valid_to IS NULL OR contract.valid_to > %(on_date)s)
UNION ALL
SELECT
    'house', NULL, NULL, TRUE, NULL, 0, NULL, NULL, NULL, FALSE, NULL, NULL, house_id, NULL, NULL, NULL, NULL, NULL
FROM house
