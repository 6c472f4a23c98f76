-- The usual index of a table of points. Writes an index of appeals_mark.
CREATE INDEX IF NOT EXISTS bench_mark_place ON appeals_mark USING gist (geom_3857)
