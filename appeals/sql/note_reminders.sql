-- Notes whom the answers that are due, or late, must be told of now, and says of which; never the same again.
-- Parameters, one element for each window: kinds text[], levels int[], afters and untils timestamptz[]: the answer is
-- due after the one and not after the other; states text[]: in which an executor has the appeal in hand; at
-- timestamptz: when it is noted; limit bigint: how many appeals, those that are due first.
-- Locks these appeals, whose history goes on in this transaction; those that somebody else has locked wait for the
-- next time. Returns appeal_id, due_on, kind, level, area_ids (that cover the place and are told, smallest first).
-- Index: appeal_due, reminder_once.
WITH standing AS (
    SELECT
        appeal.id,
        appeal.due_at,
        frame.kind,
        frame.level
    FROM unnest(%(kinds)s::text[], %(levels)s::int[], %(afters)s::timestamptz[], %(untils)s::timestamptz[])
        AS frame (kind, level, after, until)
    JOIN appeals_appeal AS appeal ON appeal.due_at > frame.after AND appeal.due_at <= frame.until
    WHERE
        appeal.state = ANY(%(states)s)
        AND NOT EXISTS (
            SELECT 1
            FROM appeals_reminder AS noted
            WHERE
                noted.appeal_id = appeal.id
                AND noted.due_at = appeal.due_at
                AND noted.kind = frame.kind
                AND noted.level = frame.level
        )
    ORDER BY appeal.due_at, appeal.id
    LIMIT %(limit)s
    FOR UPDATE OF appeal SKIP LOCKED
), noted AS (
    INSERT INTO appeals_reminder (appeal_id, due_at, kind, level, at)
    SELECT id, due_at, kind, level, %(at)s::timestamptz FROM standing
    ON CONFLICT DO NOTHING
    RETURNING appeal_id, kind, level
)
SELECT
    noted.appeal_id,
    appeal.due_on,
    noted.kind,
    noted.level,
    array(
        SELECT covering.id
        FROM unnest(appeal.area_ids) WITH ORDINALITY AS covering (id, place)
        WHERE covering.id <> ALL(appeal.hidden_area_ids)
        ORDER BY covering.place
    ) AS area_ids
FROM noted JOIN appeals_appeal AS appeal ON appeal.id = noted.appeal_id
ORDER BY noted.appeal_id
