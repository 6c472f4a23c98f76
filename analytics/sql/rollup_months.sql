-- Figures of months from the roll-up, over all cells read.
-- Parameters: zone text: whose months are meant, another one is refused.
-- Relations: changes (cell, month and the figures), the rows of the roll-up or rollup_ranges.
-- Returns month date, appeals, waiting, answered, in_time, rated, ratings, reopened, supports bigint, ascending; no
-- month whose figures are all 0. Index: that of the relation.
SELECT figures.*
FROM (
    SELECT
        change.month,
        sum(change.appeals) AS appeals,
        sum(change.waiting) AS waiting,
        sum(change.answered) AS answered,
        sum(change.in_time) AS in_time,
        sum(change.rated) AS rated,
        sum(change.ratings) AS ratings,
        sum(change.reopened) AS reopened,
        sum(change.supports)::bigint AS supports
    FROM ({changes}) AS change
    WHERE analytics_zone_is(%(zone)s)
    GROUP BY change.month
) AS figures
WHERE
    (
        figures.appeals, figures.waiting, figures.answered, figures.in_time,
        figures.rated, figures.ratings, figures.reopened, figures.supports
    ) <> (0, 0, 0, 0, 0, 0, 0, 0)
ORDER BY figures.month
