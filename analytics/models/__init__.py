"""Tables of the floor; one file per noun."""

from analytics.models.cellmonth import CellMonth as CellMonth
from analytics.models.exports import Export as Export
