"""Tables of the floor; one file per noun."""

from analytics.models.agenda import Agenda as Agenda
from analytics.models.agenda import AgendaQuestion as AgendaQuestion
from analytics.models.cellmonth import CellMonth as CellMonth
from analytics.models.exports import Export as Export
from analytics.models.reports import ReportLetter as ReportLetter
from analytics.models.reports import ReportSubscription as ReportSubscription
from analytics.models.residents import CellResidents as CellResidents
from analytics.models.statistic import AreaStatistic as AreaStatistic
from analytics.models.total import AreaMonth as AreaMonth
