"""Tables of analytics, one file per noun; not business steps."""

from analytics.models.residents import CellResidents
from analytics.models.statistic import AreaStatistic

__all__ = ["AreaStatistic", "CellResidents"]
