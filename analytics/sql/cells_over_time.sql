-- Appeals per H3 cell and period, in one read of the marks. The parent of a res-15 cell is geo.hexgrid.parent_sql's.
-- Parameters: resolution int (0…15); starts timestamptz[]: beginnings of periods and the end of the last, ascending.
-- Relations: marks (h3, submitted_at), all of them within the periods.
-- Returns cell bigint, period int (from 1), appeals bigint; no row where there are none. Index: mark_mk or mark_h3,
-- index-only.
SELECT
    (mark.h3 & ~(15::bigint << 52))
    | (%(resolution)s::bigint << 52)
    | ((1::bigint << (3 * (15 - %(resolution)s::integer))) - 1) AS cell,
    width_bucket(mark.submitted_at, %(starts)s::timestamptz[]) AS period,
    count(*) AS appeals
FROM ({marks}) AS mark
GROUP BY 1, 2
