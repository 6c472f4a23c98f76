-- Everything that is known of a pin on a day: areas here and near, zones, assets, authorities, the house's contract.
-- What the topic is stays open: rules.decide asks that.
-- Parameters: pin geometry as EWKT (EPSG:4326), and the same as lon, lat double, degrees; kx, ky double, metres per
--   degree at the pin; on_date date; ambiguity_m, on_border_m, house_radius_m, asset_tolerance_m double, metres;
--   house_id bigint, null: the nearest house within house_radius_m when by_house, else none; by_house boolean.
-- Returns: what (area|zone|asset|contract|authority|house), organisation_id, organisation, covers, border_m,
--   size_m2, since, topics, categories, shared, area_id, zone_id, house_id, version_id, label, code, kind, collection.
-- Distances are planar in a frame stretched to metres at the pin: within 2 mm up to 100 m, half a percent at 10 km.
-- Index: piece_gist, border_line_gist, border_line_boundary_gist, border_line_zone_gist, zone_asset_tolerance.
-- Made to be prepared: planning it takes several times as long as running it, and one plan is good for every pin.
WITH RECURSIVE hit AS (
    SELECT
        boundary_id,
        zone_id,
        bool_or(covers) AS covers,
        min(border_m) AS border_m
    FROM (
        SELECT piece.boundary_id, piece.zone_id, TRUE AS covers, NULL::float8 AS border_m
        FROM territories_piece AS piece
        WHERE ST_Covers(piece.geom, %(pin)s::geometry)
        UNION ALL
        SELECT near.boundary_id, near.zone_id, near.border_m <= %(on_border_m)s AS covers, near.border_m
        FROM (
            SELECT
                line.boundary_id,
                line.zone_id,
                ST_Distance(
                    ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8),
                    'SRID=4326;POINT(0 0)'::geometry
                ) AS border_m
            FROM territories_borderline AS line
            WHERE line.geom && ST_MakeEnvelope(
                %(lon)s - %(ambiguity_m)s / %(kx)s, %(lat)s - %(ambiguity_m)s / %(ky)s,
                %(lon)s + %(ambiguity_m)s / %(kx)s, %(lat)s + %(ambiguity_m)s / %(ky)s, 4326
            )
            -- Each distance is measured once, not once for every use of it.
            OFFSET 0
        ) AS near
        WHERE near.border_m <= %(ambiguity_m)s
    ) AS found
    GROUP BY boundary_id, zone_id
),

-- A border farther than ambiguity_m is measured as well: the explanation tells how far it is.
here AS MATERIALIZED (
    SELECT
        hit.boundary_id,
        hit.zone_id,
        hit.covers,
        CASE
            WHEN hit.border_m IS NOT NULL THEN hit.border_m
            WHEN hit.boundary_id IS NOT NULL THEN (
                SELECT min(ST_Distance(
                    ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8),
                    'SRID=4326;POINT(0 0)'::geometry
                ))
                FROM (
                    -- The nearest by degrees bounds the nearest by metres: no line outside this box can be nearer.
                    SELECT ST_Distance(first.geom, %(pin)s::geometry) * %(ky)s / %(kx)s AS bound_deg
                    FROM territories_borderline AS first
                    WHERE first.boundary_id = hit.boundary_id
                    ORDER BY first.geom <-> %(pin)s::geometry
                    LIMIT 1
                ) AS nearest
                INNER JOIN territories_borderline AS line
                    ON
                        line.boundary_id = hit.boundary_id
                        AND line.geom && ST_Expand(%(pin)s::geometry, nearest.bound_deg)
            )
            ELSE (
                SELECT min(ST_Distance(
                    ST_TransScale(line.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8),
                    'SRID=4326;POINT(0 0)'::geometry
                ))
                FROM (
                    SELECT ST_Distance(first.geom, %(pin)s::geometry) * %(ky)s / %(kx)s AS bound_deg
                    FROM territories_borderline AS first
                    WHERE first.zone_id = hit.zone_id
                    ORDER BY first.geom <-> %(pin)s::geometry
                    LIMIT 1
                ) AS nearest
                INNER JOIN territories_borderline AS line
                    ON line.zone_id = hit.zone_id AND line.geom && ST_Expand(%(pin)s::geometry, nearest.bound_deg)
            )
        END AS border_m,
        boundary.area_id,
        boundary.area_m2,
        boundary.version_id,
        boundary.name,
        boundary.parent_id
    FROM hit
    LEFT JOIN territories_boundary AS boundary ON hit.boundary_id = boundary.id
    LEFT JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
    WHERE
        hit.zone_id IS NOT NULL
        OR (
            version.state = 'published'
            AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
            AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
        )
),

above AS (
    SELECT parent_id AS area_id, covers, border_m, version_id, 1 AS depth
    FROM here
    WHERE parent_id IS NOT NULL
    UNION
    SELECT area.parent_id, above.covers, above.border_m, above.version_id, above.depth + 1
    FROM above
    CROSS JOIN LATERAL (
        SELECT parent_id FROM territories_area WHERE id = above.area_id
        -- Keeps the planner from reading all areas that have a parent.
        OFFSET 0
    ) AS area
    WHERE area.parent_id IS NOT NULL AND above.depth < 32
),

levels AS MATERIALIZED (
    SELECT
        level.area_id, level.covers, level.border_m, level.size_m2, level.version_id, level.drawn,
        COALESCE(level.label, area.name) AS label, area.code, area.kind, collection.slug AS collection
    FROM (
        SELECT area_id, covers, border_m, area_m2 AS size_m2, version_id, TRUE AS drawn, name AS label
        FROM here
        WHERE area_id IS NOT NULL
        UNION ALL
        -- Parents that no polygon draws on this day: known by the tree alone, larger than all that are measured.
        SELECT
            above.area_id, bool_or(above.covers), min(above.border_m), 1e15 * min(above.depth), min(above.version_id),
            FALSE, NULL
        FROM above
        WHERE
            above.area_id NOT IN (SELECT area_id FROM here WHERE area_id IS NOT NULL)
            AND (
                SELECT TRUE
                FROM territories_boundary AS drawn
                INNER JOIN territories_boundaryversion AS version ON drawn.version_id = version.id
                WHERE
                    drawn.area_id = above.area_id
                    AND version.state = 'published'
                    AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
                    AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
                LIMIT 1
            ) IS NULL
        GROUP BY above.area_id
    ) AS level
    INNER JOIN territories_area AS area ON level.area_id = area.id
    INNER JOIN territories_collection AS collection ON area.collection_id = collection.id
),

house AS MATERIALIZED (
    SELECT COALESCE(
        %(house_id)s::bigint,
        (
            SELECT house.id
            FROM geo_house AS house
            WHERE
                %(by_house)s
                AND house.location && ST_MakeEnvelope(
                    %(lon)s - %(house_radius_m)s / %(kx)s, %(lat)s - %(house_radius_m)s / %(ky)s,
                    %(lon)s + %(house_radius_m)s / %(kx)s, %(lat)s + %(house_radius_m)s / %(ky)s, 4326
                )
                AND ((ST_X(house.location) - %(lon)s) * %(kx)s) ^ 2 + ((ST_Y(house.location) - %(lat)s) * %(ky)s) ^ 2
                <= (%(house_radius_m)s::float8) ^ 2
            ORDER BY
                ((ST_X(house.location) - %(lon)s) * %(kx)s) ^ 2 + ((ST_Y(house.location) - %(lat)s) * %(ky)s) ^ 2,
                house.id
            LIMIT 1
        )
    ) AS house_id
),

duties AS (
    SELECT
        CASE WHEN found.basis = 'asset' THEN 'asset' ELSE 'zone' END AS what,
        zone.organisation_id,
        found.covers,
        found.border_m,
        CASE WHEN found.basis = 'polygon' THEN zone.area_m2 ELSE found.size_m2 END AS size_m2,
        zone.valid_from AS since,
        zone.topics,
        zone.categories,
        zone.shared,
        found.area_id,
        zone.id AS zone_id,
        found.house_id,
        found.version_id,
        COALESCE(NULLIF(zone.name, ''), found.label, '') AS label,
        NULL AS code,
        NULL AS kind,
        NULL AS collection
    FROM (
        SELECT
            'polygon' AS basis, zone_id, covers, border_m, 0::float8 AS size_m2, NULL::bigint AS area_id,
            NULL::bigint AS house_id, NULL::bigint AS version_id, NULL::text AS label
        FROM here
        WHERE zone_id IS NOT NULL
        UNION ALL
        SELECT
            'areas', named.servicezone_id, levels.covers, levels.border_m, levels.size_m2, levels.area_id,
            NULL, levels.version_id, levels.label
        FROM levels
        INNER JOIN territories_servicezone_areas AS named ON levels.area_id = named.area_id
        UNION ALL
        SELECT 'houses', named.servicezone_id, TRUE, NULL, 0, NULL, house.house_id, NULL, NULL
        FROM house
        INNER JOIN territories_servicezone_houses AS named ON house.house_id = named.house_id
        UNION ALL
        SELECT 'asset', asset.zone_id, TRUE, min(asset.distance_m), 0, NULL, NULL, NULL, NULL
        FROM (
            SELECT
                piece.zone_id,
                ST_Distance(
                    ST_TransScale(piece.geom, -%(lon)s::float8, -%(lat)s::float8, %(kx)s::float8, %(ky)s::float8),
                    'SRID=4326;POINT(0 0)'::geometry
                ) AS distance_m,
                COALESCE(zone.tolerance_m, %(asset_tolerance_m)s) AS tolerance_m
            FROM territories_piece AS piece
            INNER JOIN territories_servicezone AS zone ON piece.zone_id = zone.id AND zone.basis = 'asset'
            WHERE piece.geom && (
                SELECT ST_MakeEnvelope(
                    %(lon)s - widest.tolerance_m / %(kx)s, %(lat)s - widest.tolerance_m / %(ky)s,
                    %(lon)s + widest.tolerance_m / %(kx)s, %(lat)s + widest.tolerance_m / %(ky)s, 4326
                )
                FROM (
                    SELECT GREATEST(%(asset_tolerance_m)s, max(tolerance_m)) AS tolerance_m
                    FROM territories_servicezone
                    WHERE basis = 'asset'
                ) AS widest
            )
            OFFSET 0
        ) AS asset
        WHERE asset.distance_m <= asset.tolerance_m
        GROUP BY asset.zone_id
    ) AS found
    INNER JOIN territories_servicezone AS zone ON found.zone_id = zone.id
    WHERE
        zone.basis = found.basis
        AND (zone.valid_from IS NULL OR zone.valid_from <= %(on_date)s)
        AND (zone.valid_to IS NULL OR zone.valid_to > %(on_date)s)
    UNION ALL
    SELECT
        'authority', authority.organisation_id, levels.covers, levels.border_m, levels.size_m2,
        authority.valid_from, NULL, authority.categories, FALSE, levels.area_id,
        NULL, NULL, levels.version_id, levels.label, levels.code, levels.kind, levels.collection
    FROM levels
    INNER JOIN territories_authority AS authority ON levels.area_id = authority.area_id
    WHERE
        (authority.valid_from IS NULL OR authority.valid_from <= %(on_date)s)
        AND (authority.valid_to IS NULL OR authority.valid_to > %(on_date)s)
    UNION ALL
    SELECT
        'contract', contract.organisation_id, TRUE, NULL, 0,
        contract.valid_from, NULL, NULL, FALSE, NULL,
        NULL, contract.house_id, NULL, place.address, NULL, NULL, NULL
    FROM house
    INNER JOIN territories_housecontract AS contract ON house.house_id = contract.house_id
    INNER JOIN geo_house AS place ON house.house_id = place.id
    WHERE
        (contract.valid_from IS NULL OR contract.valid_from <= %(on_date)s)
        AND (contract.valid_to IS NULL OR contract.valid_to > %(on_date)s)
)

SELECT
    'area' AS what, NULL::bigint AS organisation_id, NULL::text AS organisation, covers, border_m, size_m2,
    NULL::date AS since, NULL::text[] AS topics, NULL::text[] AS categories, FALSE AS shared, area_id,
    NULL::bigint AS zone_id, NULL::bigint AS house_id, version_id, label, code, kind, collection
FROM levels
WHERE drawn
UNION ALL
SELECT
    duties.what, duties.organisation_id, organisation.name, duties.covers, duties.border_m, duties.size_m2,
    duties.since, duties.topics, duties.categories, duties.shared, duties.area_id,
    duties.zone_id, duties.house_id, duties.version_id, duties.label, duties.code, duties.kind, duties.collection
FROM duties
INNER JOIN territories_organisation AS organisation ON duties.organisation_id = organisation.id
UNION ALL
SELECT
    'house', NULL, NULL, TRUE, NULL, 0, NULL, NULL, NULL, FALSE, NULL, NULL, house_id, NULL, NULL, NULL, NULL, NULL
FROM house
WHERE house_id IS NOT NULL
