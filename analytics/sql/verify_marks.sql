-- Compares the next appeals with their marks, in all that figures are made of.
-- Parameters: after_id bigint: appeals after this id; limit bigint: how many appeals.
-- Returns id bigint, number text, lon, lat double: the public place, WGS84 degrees; h3 bigint: cell of the mark, NULL
-- without one; wrong text[]: names of columns that differ. Ascending by id. Index: primary keys.
SELECT
    appeal.id,
    appeal.number,
    ST_X(appeal.public_location) AS lon,
    ST_Y(appeal.public_location) AS lat,
    mark.h3,
    array_remove(
        ARRAY[
            CASE WHEN mark.submitted_at <> appeal.submitted_at THEN 'submitted_at' END,
            CASE WHEN mark.state <> appeal.state THEN 'state' END,
            CASE WHEN mark.visibility <> appeal.visibility THEN 'visibility' END,
            CASE WHEN mark.kind <> appeal.kind THEN 'kind' END,
            CASE WHEN mark.topic_id <> appeal.topic_id THEN 'topic' END,
            CASE WHEN mark.category_id <> topic.category_id THEN 'category' END,
            CASE WHEN mark.executor_id IS DISTINCT FROM appeal.executor_id THEN 'executor' END,
            CASE WHEN mark.supports <> appeal.supports THEN 'supports' END,
            CASE WHEN mark.rating IS DISTINCT FROM appeal.rating THEN 'rating' END,
            CASE WHEN mark.reopened <> (appeal.reopenings > 0) THEN 'reopened' END,
            CASE WHEN mark.in_time IS DISTINCT FROM (appeal.answered_at < appeal.due_at) THEN 'in_time' END,
            CASE
                WHEN
                    mark.answer_h IS DISTINCT FROM CASE
                        WHEN appeal.answered_at IS NOT NULL
                            THEN greatest(
                                floor(extract(EPOCH FROM appeal.answered_at - appeal.submitted_at) / 3600), 0
                            )
                    END
                    THEN 'answer_h'
            END,
            CASE
                WHEN
                    NOT (
                        mark.area_ids <@ appeal.area_ids
                        AND appeal.area_ids <@ (mark.area_ids || appeal.hidden_area_ids)
                    )
                    THEN 'areas'
            END,
            CASE WHEN mark.hidden_area_ids <> appeal.hidden_area_ids THEN 'hidden_areas' END
        ],
        NULL
    ) AS wrong
FROM appeals_appeal AS appeal
INNER JOIN appeals_topic AS topic ON topic.id = appeal.topic_id
-- Marks are told where to begin as well: a merge would walk them from the first one for every chunk.
LEFT JOIN appeals_mark AS mark ON mark.appeal_id = appeal.id AND mark.appeal_id > %(after_id)s
WHERE appeal.id > %(after_id)s
ORDER BY appeal.id
LIMIT %(limit)s
