-- What changes whenever a tile of areas may: publications, and the day.
-- Parameters: today date (local). Returns version text.
SELECT concat(%(today)s::date, '-', count(*), '-', extract(EPOCH FROM max(version.published_at))) AS version
FROM territories_boundaryversion AS version
WHERE version.state = 'published'
