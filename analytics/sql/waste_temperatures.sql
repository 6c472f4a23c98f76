-- Which series of temperatures holds at each site: that of the smallest area around it that has one.
-- Parameters: on_date date: of the boundaries. Relations: sites (id, location).
-- Returns site_id, area_id bigint; no row where no area around has a series. Index: piece_gist.
SELECT DISTINCT ON (site.id)
    site.id AS site_id,
    boundary.area_id
FROM ({sites}) AS site
INNER JOIN territories_piece AS piece ON ST_Covers(piece.geom, site.location)
INNER JOIN territories_boundary AS boundary ON piece.boundary_id = boundary.id
INNER JOIN territories_boundaryversion AS version ON boundary.version_id = version.id
WHERE
    version.state = 'published'
    AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s)
    AND (version.valid_to IS NULL OR version.valid_to > %(on_date)s)
    AND EXISTS (SELECT 1 FROM territories_dailytemperature AS series WHERE series.area_id = boundary.area_id)
ORDER BY site.id, boundary.area_m2, boundary.area_id
