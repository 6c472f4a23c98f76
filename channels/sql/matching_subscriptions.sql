-- Area alerts that hold a place and a topic, confirmed and not ended.
-- Parameters: lon, lat double (degrees, EPSG:4326); area_ids bigint[]: areas of the appeal; topic, category text:
-- codes; organisation_id bigint: alerts of its workers on what it gets, null: those on publication.
-- Returns id, user_id (null: an address without an account), email, pace, by id. Index: subscription_polygon,
-- subscription_area.
SELECT
    alert.id,
    alert.user_id,
    alert.email,
    alert.pace
FROM (
    SELECT found.*
    FROM channels_subscription AS found
    WHERE
        found.ended_at IS NULL
        AND ST_Intersects(found.polygon, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326))
        AND (
            found.radius_m IS NULL
            OR ST_DWithin(
                found.centre::geography,
                ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography,
                found.radius_m
            )
        )
    UNION ALL
    SELECT found.*
    FROM channels_subscription AS found
    WHERE
        found.ended_at IS NULL
        AND found.area_id IS NOT NULL
        AND found.area_id = any(%(area_ids)s::bigint[])
) AS alert
LEFT JOIN accounts_user AS person ON alert.user_id = person.id
WHERE
    alert.confirmed_at IS NOT NULL
    AND (alert.user_id IS NULL OR person.is_active)
    AND alert.organisation_id IS NOT DISTINCT FROM %(organisation_id)s::bigint
    AND (
        (alert.topics = '{}' AND alert.categories = '{}')
        OR %(topic)s = any(alert.topics)
        OR %(category)s = any(alert.categories)
    )
    -- Whoever has left the organisation hears nothing more of its work.
    AND (
        alert.organisation_id IS NULL
        OR EXISTS (
            SELECT 1
            FROM accounts_membership AS works
            WHERE
                works.user_id = alert.user_id
                AND works.organisation_id = alert.organisation_id
                AND works.role IN ('worker', 'head')
                AND works.since <= statement_timestamp()
                AND (works.until IS NULL OR works.until > statement_timestamp())
        )
    )
ORDER BY alert.id
