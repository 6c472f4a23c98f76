-- What changes whenever a tile of zones may: rows, publications, the day, and five minutes for changed rows.
-- Parameters: today date (local). Returns version text.
SELECT concat(
    %(today)s::date,
    '-', (SELECT concat(count(*), '-', max(zone.id)) FROM territories_servicezone AS zone),
    '-', (
        SELECT extract(EPOCH FROM max(version.published_at))
        FROM territories_boundaryversion AS version WHERE version.state = 'published'
    ),
    '-', extract(EPOCH FROM now())::bigint / 300
) AS version
