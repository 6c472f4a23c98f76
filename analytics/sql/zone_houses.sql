-- Appeals per house and topic: a house is known by its id, else by the address as it is written.
-- Parameters: open text[]: states that wait for an answer; now timestamptz: when an open one is overdue.
-- Relations: marks (appeal_id): of one executor's people, who know the exact address.
-- Returns house_id bigint (null: not in the list of houses), address text, topic_id bigint, appeals, waiting, overdue
-- bigint, first_at, last_at timestamptz. Index: that of the relation, the key of appeals.
SELECT
    appeal.house_id,
    min(coalesce(house.address, appeal.address)) AS address,
    appeal.topic_id,
    count(*) AS appeals,
    count(*) FILTER (WHERE appeal.state = ANY(%(open)s::text[])) AS waiting,
    count(*) FILTER (
        WHERE appeal.state = ANY(%(open)s::text[]) AND appeal.due_at <= %(now)s
    ) AS overdue,
    min(appeal.submitted_at) AS first_at,
    max(appeal.submitted_at) AS last_at
FROM ({marks}) AS mark
INNER JOIN appeals_appeal AS appeal ON mark.appeal_id = appeal.id
LEFT JOIN geo_house AS house ON appeal.house_id = house.id
WHERE appeal.house_id IS NOT NULL OR appeal.address != ''
GROUP BY appeal.house_id, CASE WHEN appeal.house_id IS NULL THEN lower(appeal.address) END, appeal.topic_id
