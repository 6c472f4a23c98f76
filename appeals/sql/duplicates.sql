-- Open appeals that may be about the same matter as a new text at a place, with what the score is made of.
-- Parameters: lon, lat double (degrees): the place, as exact as the reader may know places; topic_id, category_id
-- bigint; radius_m double (metres on the ground); reach_3857 double: no shorter than the radius in EPSG:3857 metres;
-- since timestamptz: the oldest; text: the words; exact boolean: compare exact places and texts as they were written,
-- else the public ones; appeal_id bigint: the appeal itself, left out (0: none); limit bigint: rows.
-- Relations: marks (appeal_id, topic_id, category_id, submitted_at, geom_3857) in open states that the reader may see.
-- Returns appeal_id, same_topic, distance_m, submitted_at, likeness (of the stems of both texts, 0 to 1), most alike
-- first by topic and place. Index: mark_open_place.
WITH near AS (
    SELECT
        mark.appeal_id,
        mark.topic_id,
        mark.submitted_at
    FROM ({marks}) AS mark
    WHERE
        mark.geom_3857 && ST_Expand(
            ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, greatest(least(%(lat)s, 85.05), -85.05)), 4326), 3857),
            %(reach_3857)s
        )
        AND mark.category_id = %(category_id)s
        AND mark.submitted_at >= %(since)s
        AND mark.appeal_id <> %(appeal_id)s
    -- Keeps the planner from measuring before the box has chosen.
    OFFSET 0
),
measured AS (
    SELECT
        near.appeal_id,
        near.topic_id = %(topic_id)s AS same_topic,
        near.submitted_at,
        CASE WHEN %(exact)s THEN appeal.text ELSE appeal.public_text END AS words,
        ST_Distance(
            (CASE WHEN %(exact)s THEN appeal.location ELSE appeal.public_location END)::geography,
            ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
        ) AS distance_m
    FROM near
    INNER JOIN appeals_appeal AS appeal ON appeal.id = near.appeal_id
)
SELECT
    appeal_id,
    same_topic,
    distance_m,
    submitted_at,
    coalesce(similarity(
        array_to_string(tsvector_to_array(to_tsvector('russian', words)), ' '),
        array_to_string(tsvector_to_array(to_tsvector('russian', %(text)s)), ' ')
    ), 0)::float8 AS likeness
FROM measured
WHERE distance_m <= %(radius_m)s
ORDER BY same_topic DESC, distance_m, appeal_id
LIMIT %(limit)s
