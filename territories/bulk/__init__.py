"""Many pins at once from memory: the same answers as queries.decide_executor; not for single requests."""

from territories.bulk.answers import Answers
from territories.bulk.index import BulkIndex

__all__ = ["Answers", "BulkIndex"]
