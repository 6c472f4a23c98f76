"""Tables of the floor; one file per noun."""

from analytics.models.exports import Export as Export
