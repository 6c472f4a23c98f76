-- Zones of duty in force that have a shape, by number: their own polygon or that of the areas they list; a page.
-- Parameters: today date (local); after_id bigint: zones behind it; limit bigint; zone_id bigint or NULL: only it;
-- kind, organisation text or NULL; shared boolean or NULL; west, south, east, north double (degrees) or NULL: zones
-- that meet the box.
-- Returns id, name, organisation, kind, shared, geometry text (GeoJSON, degrees), matched bigint: all whatever the
-- page, which stands alone in a row without id when the page is empty. Index: foreign keys of listed areas.
WITH shape AS (
    SELECT
        zone.id,
        zone.name,
        organisation.name AS organisation,
        organisation.kind,
        zone.shared,
        coalesce(zone.geom, listed.geom) AS geom
    FROM territories_servicezone AS zone
    INNER JOIN territories_organisation AS organisation ON organisation.id = zone.organisation_id
    LEFT JOIN LATERAL (
        SELECT ST_Union(boundary.geom) AS geom
        FROM territories_servicezone_areas AS area
        INNER JOIN territories_boundary AS boundary ON boundary.area_id = area.area_id
        INNER JOIN territories_boundaryversion AS version ON version.id = boundary.version_id
        WHERE
            area.servicezone_id = zone.id
            AND version.state = 'published'
            AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
            AND (version.valid_to IS NULL OR version.valid_to > %(today)s::date)
    ) AS listed ON zone.geom IS NULL
    WHERE
        (zone.valid_from IS NULL OR zone.valid_from <= %(today)s::date)
        AND (zone.valid_to IS NULL OR zone.valid_to > %(today)s::date)
        AND (%(zone_id)s::bigint IS NULL OR zone.id = %(zone_id)s::bigint)
        AND (%(kind)s::text IS NULL OR organisation.kind = %(kind)s::text)
        AND (%(organisation)s::text IS NULL OR organisation.name = %(organisation)s::text)
        AND (%(shared)s::boolean IS NULL OR zone.shared = %(shared)s::boolean)
),

found AS (
    SELECT shape.*
    FROM shape
    WHERE
        shape.geom IS NOT NULL
        AND (
            %(west)s::double precision IS NULL
            OR ST_Intersects(
                shape.geom,
                ST_MakeEnvelope(
                    %(west)s::double precision, %(south)s::double precision,
                    %(east)s::double precision, %(north)s::double precision, 4326
                )
            )
        )
),

page AS (
    SELECT found.*
    FROM found
    WHERE found.id > %(after_id)s::bigint
    ORDER BY found.id
    LIMIT %(limit)s::bigint
)

SELECT
    page.id,
    page.name,
    page.organisation,
    page.kind,
    page.shared,
    ST_AsGeoJSON(page.geom, 6, 0) AS geometry,
    total.matched
FROM (SELECT count(*) AS matched FROM found) AS total
LEFT JOIN page ON TRUE
ORDER BY page.id
