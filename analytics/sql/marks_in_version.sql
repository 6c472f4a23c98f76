-- Marks with the areas of one boundary version that their public place lies in, for versions that are not in force:
-- an appeal keeps the areas of its own day. A place on a border lies on both sides.
-- Parameters: version bigint.
-- Relations: marks (geom_3857 and others).
-- Returns the marks' columns and areas bigint[]. Index: piece_gist.
SELECT
    mark.*,
    ARRAY(
        SELECT DISTINCT boundary.area_id
        FROM territories_piece AS piece
        INNER JOIN territories_boundary AS boundary ON piece.boundary_id = boundary.id
        WHERE
            boundary.version_id = %(version)s
            AND st_intersects(piece.geom, st_transform(mark.geom_3857, 4326))
    ) AS areas
FROM ({marks}) AS mark
