-- What changes whenever a tile of appeals may: the last events by number, because a transaction with an earlier
-- number may commit later, and every five minutes anyway, for rows that were written without an event.
-- Of a big table, where asked, only every two minutes.
-- Parameters: coarse boolean; big bigint: estimated rows from which a table counts as big.
-- Returns version text. Index: primary key of events.
SELECT
    CASE
        WHEN
            %(coarse)s
            AND (SELECT pg_class.reltuples FROM pg_class WHERE pg_class.oid = 'appeals_mark'::regclass) >= %(big)s
            THEN concat('coarse-', extract(EPOCH FROM now())::bigint / 120)
        ELSE concat(
            extract(EPOCH FROM now())::bigint / 300,
            '-',
            (SELECT md5(string_agg(last.id::text, ',')) FROM (
                SELECT event.id FROM appeals_event AS event ORDER BY event.id DESC LIMIT 64
            ) AS last)
        )
    END AS version
