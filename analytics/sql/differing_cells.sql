-- The cells and months that differ, in the order of the grid.
-- Parameters: none. Relations: differences, as rollup_compared. Returns its columns. Index: its own.
SELECT difference.*
FROM ({differences}) AS difference
ORDER BY difference.cell, difference.month, difference.is_public, difference.is_draft
