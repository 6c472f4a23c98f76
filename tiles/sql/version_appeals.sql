-- What changes whenever a tile of appeals may: the last events by number, because a transaction with an earlier
-- number may commit later, and every five minutes anyway, for rows that were written without an event.
-- Returns version text. Index: primary key of events.
SELECT concat(
    (extract(EPOCH FROM now())::bigint / 300),
    '-',
    (SELECT md5(string_agg(last.id::text, ',')) FROM (
        SELECT event.id FROM appeals_event AS event ORDER BY event.id DESC LIMIT 64
    ) AS last)
) AS version
