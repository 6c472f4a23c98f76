-- A boundary version as explanations tell it.
-- Parameters: version_id bigint.
-- Returns id bigint, collection, title text, number integer, valid_from date; no row for an unknown one.
-- Index: primary keys.
SELECT
    version.id,
    collection.slug AS collection,
    collection.name AS title,
    version.number,
    version.valid_from
FROM territories_boundaryversion AS version
INNER JOIN territories_collection AS collection ON version.collection_id = collection.id
WHERE version.id = %(version_id)s
