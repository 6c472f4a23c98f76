-- What the areas that name the place of appeals hold by month, with how many people sent the unpublished appeals.
-- Parameters: since, until timestamptz: until exclusive; zone text: time zone of the months; hidden text[]: states of
-- what passed no moderation, which is not counted.
-- Returns area_id bigint, month date, published, unpublished, known bigint (people by e-mail address or account),
-- unknown bool (whether somebody gave neither). Index: mark_date for a month, else one read of the table.
SELECT
    appeal.area_id,
    date_trunc('month', appeal.submitted_at AT TIME ZONE %(zone)s)::date AS month,
    count(*) FILTER (WHERE appeal.visibility = 'public') AS published,
    count(*) FILTER (WHERE appeal.visibility <> 'public') AS unpublished,
    count(DISTINCT person.key) FILTER (WHERE appeal.visibility <> 'public') AS known,
    coalesce(bool_or(person.key IS NULL) FILTER (WHERE appeal.visibility <> 'public'), FALSE) AS unknown
FROM appeals_mark AS mark
INNER JOIN appeals_appeal AS appeal ON mark.appeal_id = appeal.id
LEFT JOIN accounts_user AS account ON appeal.author_id = account.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            nullif(lower(trim(coalesce(account.email, appeal.author_email))), ''),
            'account ' || appeal.author_id::text
        ) AS key
) AS person
WHERE
    mark.submitted_at >= %(since)s
    AND mark.submitted_at < %(until)s
    AND appeal.area_id IS NOT NULL
    AND appeal.state <> ALL(%(hidden)s::text[])
GROUP BY 1, 2
