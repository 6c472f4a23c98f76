-- Zones for waste of the sites' own operators in which the sites lie: smallest first where zones lie in each other.
-- Parameters: on_date date; categories, topics text[]: codes of what is about waste.
-- Relations: sites (id, operator_id, location).
-- Returns site_id, zone_id bigint, name text: of the zone. One row per site at most. Index: piece_gist.
SELECT DISTINCT ON (site.id)
    site.id AS site_id,
    zone.id AS zone_id,
    zone.name
FROM ({sites}) AS site
INNER JOIN territories_piece AS piece ON ST_Covers(piece.geom, site.location)
INNER JOIN territories_servicezone AS zone
    ON piece.zone_id = zone.id AND zone.organisation_id = site.operator_id
WHERE
    (
        cardinality(zone.categories) + cardinality(zone.topics) = 0
        OR zone.categories && %(categories)s::varchar[]
        OR zone.topics && %(topics)s::varchar[]
    )
    AND (zone.valid_from IS NULL OR zone.valid_from <= %(on_date)s)
    AND (zone.valid_to IS NULL OR zone.valid_to > %(on_date)s)
ORDER BY site.id, zone.area_m2, zone.id
