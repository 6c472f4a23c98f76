"""The heat map in words: groups of measures, sizes of cells, periods, values; not what is asked (heat_asking)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.labels import LACKS
from analytics.measures import MEASURES, Measure
from analytics.numbers import telling
from analytics.types import Lack, MeasureCode
from appeals.types import Selection

# In the order in which somebody asks: how many, how long, how well, is it getting better.
GROUPS: tuple[tuple[Any, tuple[MeasureCode, ...]], ...] = (
    (
        gettext_lazy("How many"),
        (
            *(MeasureCode.COUNT, MeasureCode.PER_KM2, MeasureCode.PER_1000, MeasureCode.PLACES),
            *(MeasureCode.REPEATS, MeasureCode.SUPPORTS),
        ),
    ),
    (gettext_lazy("What waits"), (MeasureCode.OPEN, MeasureCode.OVERDUE_SHARE)),
    (gettext_lazy("How fast"), (MeasureCode.IN_TIME, MeasureCode.MEDIAN_DAYS, MeasureCode.P90_DAYS)),
    (gettext_lazy("How well"), (MeasureCode.RATING, MeasureCode.REOPENED_SHARE)),
    (gettext_lazy("Is it getting better"), (MeasureCode.TREND,)),
)
# Resolutions of the grid that a map shows, with about how wide a cell is.
SIZES = {
    4: gettext_lazy("about 45 km"),
    5: gettext_lazy("about 17 km"),
    6: gettext_lazy("about 6 km"),
    7: gettext_lazy("about 2.5 km"),
    8: gettext_lazy("about 1 km"),
    9: gettext_lazy("about 350 m"),
    10: gettext_lazy("about 130 m"),
    11: gettext_lazy("about 50 m"),
}


def groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of the measure's field: a heading, and code and name of each measure."""
    return [
        (str(title), [(code.value, str(MEASURES[code].name)) for code in codes]) for title, codes in GROUPS
    ]


def told(measure: Measure, value: float | None, why: Lack | None = None) -> str:
    """The value as it stands in the table, or why there is none."""
    if value is None:
        return str(LACKS[why]) if why else "—"
    shown = telling(value, measure.decimals if value % 1 else 0)
    if measure.unit != "%":
        return shown
    return f"{'+' if measure.code == MeasureCode.TREND and value > 0 else ''}{shown}\u00a0%"


def period(selection: Selection) -> str:
    """«с 1 марта по 31 мая 2026» by the local days of the filter; «за всё время» without any."""
    since = _day(selection.since) if selection.since else ""
    # An end is exclusive: the day that it ends is the one before.
    until = _day(selection.until - timedelta(microseconds=1)) if selection.until else ""
    if since and until:
        return _("from %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("since %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else _("all time")


def _day(moment: datetime) -> str:
    return date_format(timezone.localdate(moment), "d.m.Y")
