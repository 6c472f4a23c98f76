"""Tables of analytics, one file per noun; not business steps."""

from analytics.models.residents import CellResidents
from analytics.models.statistic import AreaStatistic
from analytics.models.total import AreaMonth

__all__ = ["AreaMonth", "AreaStatistic", "CellResidents"]
