"""What the pages of districts say in words: the one sentence, months, an area against the others; not the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.labels import LACKS
from analytics.leagues import League, Placed
from analytics.measures import Measure
from analytics.numbers import rounded
from analytics.queries.dynamics import MonthBeside
from analytics.rules.funnel import Standing
from analytics.types import MeasureCode, Tally
from web.district_tables import NOTHING, STANDINGS, SURE, told

# What makes a district large for a measure: the funnel's axis.
_SIZES: Mapping[MeasureCode, Any] = {
    MeasureCode.PER_1000: gettext_lazy("Residents, thousands"),
    MeasureCode.PER_KM2: gettext_lazy("Area, km²"),
    MeasureCode.IN_TIME: gettext_lazy("Answers"),
    MeasureCode.OVERDUE_SHARE: gettext_lazy("Appeals that wait"),
    MeasureCode.REOPENED_SHARE: gettext_lazy("Appeals"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A month beside that of the year before. widths: of the bars, per cent of the longest. was: None: no data yet."""

    name: str
    first: date
    now: Tally
    was: Tally | None
    change: str
    width: int
    was_width: int


@dataclass(frozen=True, slots=True)
class Against:
    """A measure of an area beside that of its level together. sure: whether the difference is hardly chance.

    residents_known: on which share (0…1) of its ground, of a measure by residents.
    """

    name: Any
    value: str
    common: str
    place: int | None
    of: int
    standing: Any
    sure: bool
    residents_known: float = 1.0


def size_axis(code: MeasureCode) -> Any:
    return _SIZES.get(code, "")


def summary(found: League, measure: Measure) -> str:
    """The one sentence above the map: the worst district that differs not by chance, or that none does."""
    if found.chance is None or not found.common:
        return ""
    wrong = Standing.BELOW if measure.worse is False else Standing.ABOVE
    worst = next((row for row in found.rows if row.standing == wrong), None)
    if worst is None:
        return _("No district differs from the mean for the worse in a way that could not be chance.")
    return _("%(name)s: %(value)s where the mean is %(mean)s. The difference is not chance.") % {
        "name": worst.name,
        "value": _with_unit(measure, _value(worst)),
        "mean": _with_unit(measure, round(found.common, measure.decimals)),
    } + _others(found, wrong)


def _others(found: League, wrong: Standing) -> str:
    more = sum(row.standing == wrong for row in found.rows) - 1
    if not more:
        return ""
    told_of = ngettext(
        "It is so of %(number)d more district.", "It is so of %(number)d more districts.", more
    )
    return f" {told_of % {'number': more}}"


def _value(row: Placed) -> float | None:
    return row.shrunk if row.measured.value is None else row.measured.value


def _with_unit(measure: Measure, value: float | None) -> str:
    text = told(measure, value)
    return text if measure.unit == "%" else f"{text}\u00a0{measure.unit}"


def months(found: list[MonthBeside]) -> list[Beside]:
    """The newest first."""
    most = max((max(month.now.appeals, month.year_before.appeals) for month in found), default=0) or 1
    return [
        Beside(
            f"{capfirst(str(MONTHS[month.month.month]))} {month.month.year}",
            month.month,
            month.now,
            month.year_before if month.known else None,
            signed(month.change) if month.known else NOTHING,
            round(100 * month.now.appeals / most),
            round(100 * month.year_before.appeals / most),
        )
        for month in reversed(found)
    ]


def signed(change: float | None) -> str:
    """«+12 %», «−3 %»; a dash for None."""
    if change is None:
        return NOTHING
    shown = rounded(abs(change))
    sign = "" if shown == "0" else "+" if change > 0 else "−"
    return f"{sign}{shown}\u00a0%"


def against(found: League, measure: Measure, area_id: int) -> Against:
    """The area's line of a league, in words. The only one with a value is compared with nothing: it is the mean."""
    row = next(row for row in found.rows if row.area_id == area_id)
    value = told(measure, row.measured.value)
    if row.measured.value is None and row.measured.why:
        value = str(LACKS[row.measured.why])
    placed = sum(other.place is not None for other in found.rows)
    if placed < 2:
        return Against(measure.name, value, NOTHING, None, placed, "", False)
    return Against(
        measure.name,
        value,
        NOTHING if found.common is None else told(measure, round(found.common, measure.decimals)),
        row.place,
        placed,
        STANDINGS[row.standing] if row.standing else "",
        row.standing in SURE,
        row.measured.residents_known,
    )
