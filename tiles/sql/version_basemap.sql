-- What changes whenever a tile of the basemap may: each import's time, and its newest feature.
-- Returns version text. Index: primary keys.
SELECT concat(
    (SELECT extract(EPOCH FROM max(source.imported_at)) FROM geo_source AS source),
    '-', (SELECT max(feature.id) FROM geo_basemapfeature AS feature)
) AS version
