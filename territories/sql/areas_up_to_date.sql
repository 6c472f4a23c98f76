-- Areas take name, OKTMO and parent of the newest published version that has begun; a later one does not show yet.
-- Parameters: on_date date (local); collection text, empty: of every collection.
-- Writes territories_area, only rows that differ. Index: foreign keys of version and boundary.
UPDATE territories_area AS area
SET
    name = coalesce(nullif(dated.name, ''), area.name),
    oktmo = dated.oktmo,
    parent_id = dated.parent_id
FROM (
    SELECT DISTINCT ON (boundary.area_id)
        boundary.area_id,
        boundary.name,
        boundary.oktmo,
        boundary.parent_id
    FROM territories_collection AS collection
    INNER JOIN territories_boundaryversion AS version ON version.collection_id = collection.id
    INNER JOIN territories_boundary AS boundary ON boundary.version_id = version.id
    WHERE
        (%(collection)s = '' OR collection.slug = %(collection)s)
        AND version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(on_date)s::date)
    ORDER BY boundary.area_id ASC, version.valid_from DESC NULLS LAST, version.number DESC
) AS dated
WHERE
    area.id = dated.area_id
    AND (area.name, area.oktmo, area.parent_id) IS DISTINCT FROM (
        coalesce(nullif(dated.name, ''), area.name), dated.oktmo, dated.parent_id
    )
