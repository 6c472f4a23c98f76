-- Cells and months of a range of cells by the marks and by the roll-up, as one snapshot has them.
-- Parameters: after, through bigint: res-9 cells, exclusive and inclusive; open text[]: states that wait for an answer;
-- zone text: whose months.
-- Returns cell bigint, month date, is_public, is_draft boolean, and for each figure what the marks have more than the
-- roll-up (bigint), only where one differs. Index: cellmonth_cell; mark_h3, or both tables whole.
WITH counted AS (
    SELECT
        (mark.h3 & ~(15::bigint << 52)) | (9::bigint << 52) | ((1::bigint << 18) - 1) AS cell,
        date_trunc('month', mark.submitted_at AT TIME ZONE %(zone)s)::date AS month,
        mark.visibility = 'public' AS is_public,
        mark.state = 'draft' AS is_draft,
        count(*) AS appeals,
        count(*) FILTER (WHERE mark.state = ANY(%(open)s::text[])) AS waiting,
        count(mark.in_time) FILTER (WHERE mark.state != ALL(%(open)s::text[])) AS answered,
        count(*) FILTER (WHERE mark.in_time AND mark.state != ALL(%(open)s::text[])) AS in_time,
        count(mark.rating) FILTER (WHERE mark.state != ALL(%(open)s::text[])) AS rated,
        coalesce(sum(mark.rating) FILTER (WHERE mark.state != ALL(%(open)s::text[])), 0) AS ratings,
        count(*) FILTER (WHERE mark.reopened) AS reopened,
        sum(mark.supports) AS supports
    FROM appeals_mark AS mark
    -- The last res-15 cell of a res-9 cell differs from it by its resolution alone.
    WHERE mark.h3 > %(after)s + (6::bigint << 52) AND mark.h3 <= %(through)s + (6::bigint << 52)
    GROUP BY 1, 2, 3, 4
),
held AS (
    SELECT
        change.cell,
        change.month,
        change.is_public,
        change.is_draft,
        sum(change.appeals) AS appeals,
        sum(change.waiting) AS waiting,
        sum(change.answered) AS answered,
        sum(change.in_time) AS in_time,
        sum(change.rated) AS rated,
        sum(change.ratings) AS ratings,
        sum(change.reopened) AS reopened,
        sum(change.supports) AS supports
    FROM analytics_cellmonth AS change
    WHERE change.cell > %(after)s AND change.cell <= %(through)s
    GROUP BY 1, 2, 3, 4
),
compared AS (
    SELECT
        cell,
        month,
        is_public,
        is_draft,
        coalesce(counted.appeals, 0) - coalesce(held.appeals, 0) AS appeals,
        coalesce(counted.waiting, 0) - coalesce(held.waiting, 0) AS waiting,
        coalesce(counted.answered, 0) - coalesce(held.answered, 0) AS answered,
        coalesce(counted.in_time, 0) - coalesce(held.in_time, 0) AS in_time,
        coalesce(counted.rated, 0) - coalesce(held.rated, 0) AS rated,
        coalesce(counted.ratings, 0) - coalesce(held.ratings, 0) AS ratings,
        coalesce(counted.reopened, 0) - coalesce(held.reopened, 0) AS reopened,
        coalesce(counted.supports, 0) - coalesce(held.supports, 0) AS supports
    FROM counted
    FULL JOIN held USING (cell, month, is_public, is_draft)
)
SELECT compared.*
FROM compared
WHERE
    (
        compared.appeals, compared.waiting, compared.answered, compared.in_time,
        compared.rated, compared.ratings, compared.reopened, compared.supports
    ) <> (0, 0, 0, 0, 0, 0, 0, 0)
