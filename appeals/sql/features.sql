-- GeoJSON features of one page of appeals: public place (degrees, lon lat), public text and address.
-- Parameters: ids bigint[]: appeals in order; distances_m double[]: metres or NULL, one each; states, groups
-- text[]: each state's group on the map; english boolean: language of names; today date (local): areas are called what
-- they are called on this day, which the newest version that has begun says.
-- Returns features text: a JSON array in the order of ids. Index: primary keys, foreign key of boundary.
SELECT
    coalesce(json_agg(
        json_build_object(
            'type', 'Feature',
            'id', appeal.number,
            'geometry', json_build_object(
                'type', 'Point',
                'coordinates', json_build_array(
                    round(ST_X(appeal.public_location)::numeric, 6),
                    round(ST_Y(appeal.public_location)::numeric, 6)
                )
            ),
            'properties', json_build_object(
                'number', appeal.number,
                'kind', appeal.kind,
                'topic', topic.code,
                'topic_name', CASE WHEN %(english)s THEN topic.name_en ELSE topic.name_ru END,
                'category', category.code,
                'category_name', CASE WHEN %(english)s THEN category.name_en ELSE category.name_ru END,
                'icon', category.icon,
                'text', appeal.public_text,
                'address', appeal.public_address,
                'area', coalesce(called.name, area.name),
                'executor', executor.name,
                'executor_id', appeal.executor_id,
                'state', appeal.state,
                'group', grouped.name,
                'supports', appeal.supports,
                'submitted_at', appeal.submitted_at,
                'answered_at', appeal.answered_at,
                'due_on', appeal.due_on,
                'photo', photo.key,
                'distance_m', round(page.distance_m::numeric, 1)
            )
        )
        ORDER BY page.position
    ), '[]')::text AS features
FROM unnest(%(ids)s::bigint[], %(distances_m)s::double precision[])
WITH ORDINALITY AS page (appeal_id, distance_m, position)
INNER JOIN appeals_appeal AS appeal ON appeal.id = page.appeal_id
INNER JOIN appeals_topic AS topic ON topic.id = appeal.topic_id
INNER JOIN appeals_category AS category ON category.id = topic.category_id
LEFT JOIN unnest(%(states)s::text[], %(groups)s::text[]) AS grouped (state, name) ON grouped.state = appeal.state
LEFT JOIN territories_area AS area ON area.id = appeal.area_id
LEFT JOIN LATERAL (
    SELECT boundary.name
    FROM territories_boundary AS boundary
    INNER JOIN territories_boundaryversion AS version ON version.id = boundary.version_id
    WHERE
        boundary.area_id = appeal.area_id
        AND boundary.name != ''
        AND version.state = 'published'
        AND (version.valid_from IS NULL OR version.valid_from <= %(today)s::date)
    ORDER BY version.valid_from DESC NULLS LAST, version.number DESC
    LIMIT 1
) AS called ON TRUE
LEFT JOIN territories_organisation AS executor ON executor.id = appeal.executor_id
LEFT JOIN LATERAL (
    SELECT shown.key
    FROM appeals_photo AS shown
    WHERE shown.appeal_id = appeal.id AND shown.is_public
    ORDER BY shown.position, shown.id
    LIMIT 1
) AS photo ON TRUE
