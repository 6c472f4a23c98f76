-- Appends what the marks have more or less than the roll-up. Writes.
-- One snapshot says both sides; what others append before or after it is their own change and adds to both alike.
-- Parameters: none. Relations: differences, as rollup_compared. Returns the rows written. Index: its own.
INSERT INTO analytics_cellmonth (
    cell, month, is_public, is_draft, appeals, waiting, answered, in_time, rated, ratings, reopened, supports
)
SELECT difference.*
FROM ({differences}) AS difference
RETURNING
    cell, month, is_public, is_draft, appeals, waiting, answered, in_time, rated, ratings, reopened, supports
