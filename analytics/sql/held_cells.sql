-- Cells of the roll-up that hold appeals, as if each were a mark: to tell how many there are at coarser resolutions.
-- Relations: rolled_up (cell, appeals), as rollup. Returns h3 bigint. Index: that of the relation.
SELECT held.cell AS h3
FROM ({rolled_up}) AS held
WHERE held.appeals > 0
