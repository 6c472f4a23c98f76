-- Puts the changes of some keys together: one row with their sum for each, none where the sum is 0. Writes.
-- Only rows that its snapshot sees are taken and summed, so that what others append meanwhile stays as it is.
-- Parameters: cell bigint, month date, is_public, is_draft boolean: keys after this one; limit bigint: keys at most.
-- Returns one row: keys, taken, kept bigint: keys put together, rows before and after; cell, month, is_public,
-- is_draft: the last key, NULL without any. Index: cellmonth_cell, index-only, in its order.
WITH loose AS MATERIALIZED (
    SELECT
        change.cell,
        change.month,
        change.is_public,
        change.is_draft
    FROM analytics_cellmonth AS change
    WHERE
        (change.cell, change.month, change.is_public, change.is_draft)
        > (%(cell)s, %(month)s::date, %(is_public)s, %(is_draft)s)
    GROUP BY change.cell, change.month, change.is_public, change.is_draft
    HAVING count(*) > 1
    ORDER BY change.cell, change.month, change.is_public, change.is_draft
    LIMIT %(limit)s
),
taken AS (
    DELETE FROM analytics_cellmonth AS change
    USING loose
    WHERE
        change.cell = loose.cell
        AND change.month = loose.month
        AND change.is_public = loose.is_public
        AND change.is_draft = loose.is_draft
    RETURNING change.*
),
summed AS (
    SELECT
        taken.cell,
        taken.month,
        taken.is_public,
        taken.is_draft,
        sum(taken.appeals) AS appeals,
        sum(taken.waiting) AS waiting,
        sum(taken.answered) AS answered,
        sum(taken.in_time) AS in_time,
        sum(taken.rated) AS rated,
        sum(taken.ratings) AS ratings,
        sum(taken.reopened) AS reopened,
        sum(taken.supports) AS supports
    FROM taken
    GROUP BY taken.cell, taken.month, taken.is_public, taken.is_draft
),
kept AS (
    INSERT INTO analytics_cellmonth (
        cell, month, is_public, is_draft, appeals, waiting, answered, in_time, rated, ratings, reopened, supports
    )
    SELECT summed.*
    FROM summed
    WHERE
        (
            summed.appeals, summed.waiting, summed.answered, summed.in_time,
            summed.rated, summed.ratings, summed.reopened, summed.supports
        ) <> (0, 0, 0, 0, 0, 0, 0, 0)
    RETURNING 1
)
SELECT
    done.keys,
    done.taken,
    done.kept,
    last_one.cell,
    last_one.month,
    last_one.is_public,
    last_one.is_draft
FROM (
    SELECT
        (SELECT count(*) FROM loose) AS keys,
        (SELECT count(*) FROM taken) AS taken,
        (SELECT count(*) FROM kept) AS kept
) AS done
LEFT JOIN LATERAL (
    SELECT loose.*
    FROM loose
    ORDER BY loose.cell DESC, loose.month DESC, loose.is_public DESC, loose.is_draft DESC
    LIMIT 1
) AS last_one ON TRUE
