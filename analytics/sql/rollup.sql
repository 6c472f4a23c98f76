-- Figures of cells from the roll-up: the sum of all changes of a cell and its months. The parent of a cell is bit
-- arithmetic: keep its bits, then set resolution and unused digits.
-- Parameters: kept, marked bigint: bits of the resolution; zone text: whose months are meant, another one is refused.
-- Relations: changes (cell, month and the figures), the rows of the roll-up or rollup_ranges.
-- Returns cell bigint, appeals, waiting, answered, in_time, rated, ratings, reopened, supports bigint; no cell whose
-- figures are all 0. Index: that of the relation.
SELECT figures.*
FROM (
    SELECT
        (change.cell & %(kept)s::bigint) | %(marked)s::bigint AS cell,
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
    GROUP BY 1
) AS figures
WHERE
    (
        figures.appeals, figures.waiting, figures.answered, figures.in_time,
        figures.rated, figures.ratings, figures.reopened, figures.supports
    ) <> (0, 0, 0, 0, 0, 0, 0, 0)
