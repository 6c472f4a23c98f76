-- Recomputes the chains of events of the next appeals and compares them with what is stored.
-- Parameters: after_id bigint: appeals after this id; limit bigint: how many appeals.
-- Returns one row: last_id (null: no appeals are left), appeals, events, erased (events whose words were erased),
-- silent (numbers of appeals without any event), broken (number and seq of the first wrong event of each broken
-- appeal), heads bytea: SHA-256 over the last hash of each appeal, by id. Index: event_seq_once.
WITH appeal AS (
    SELECT id, number
    FROM appeals_appeal
    WHERE id > %(after_id)s
    ORDER BY id
    LIMIT %(limit)s
),
chained AS (
    SELECT
        event.appeal_id,
        event.seq,
        event.hash,
        event.digest IS NOT NULL AS erased,
        row_number() OVER one AS place,
        appeals_event_chain(coalesce(event.digest, appeals_event_digest(
            event.appeal_id, event.seq, event.type, event.at, event.actor_role, event.old, event.new,
            event.comment, event.is_public
        ))) OVER one AS link
    FROM appeals_event AS event
    INNER JOIN appeal ON appeal.id = event.appeal_id
    WINDOW one AS (PARTITION BY event.appeal_id ORDER BY event.seq)
),
verdict AS (
    SELECT
        appeal.id,
        appeal.number,
        count(chained.seq) AS events,
        count(*) FILTER (WHERE chained.erased) AS erased,
        min(chained.seq) FILTER (WHERE chained.seq <> chained.place OR chained.hash <> chained.link) AS wrong_seq,
        (array_agg(chained.hash ORDER BY chained.seq DESC))[1] AS head
    FROM appeal
    LEFT JOIN chained ON chained.appeal_id = appeal.id
    GROUP BY appeal.id, appeal.number
)
SELECT
    max(id) AS last_id,
    count(*) AS appeals,
    coalesce(sum(events), 0)::bigint AS events,
    coalesce(sum(erased), 0)::bigint AS erased,
    coalesce(array_agg(number ORDER BY id) FILTER (WHERE events = 0), '{}') AS silent,
    coalesce(jsonb_agg(jsonb_build_array(number, wrong_seq) ORDER BY id) FILTER (WHERE wrong_seq IS NOT NULL), '[]')
        AS broken,
    sha256(coalesce(string_agg(head, ''::bytea ORDER BY id), ''::bytea)) AS heads
FROM verdict
