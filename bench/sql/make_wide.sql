-- The appeals as one wide table that maps would read without marks, with a GiST index and fresh statistics.
-- Several statements; writes bench_wide.
CREATE TABLE bench_wide AS
SELECT
    appeal.*,
    mark.h3
FROM appeals_appeal AS appeal
INNER JOIN appeals_mark AS mark ON mark.appeal_id = appeal.id
ORDER BY appeal.id;
CREATE INDEX bench_wide_place ON bench_wide USING gist (public_location);
ANALYZE bench_wide
