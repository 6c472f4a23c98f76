"""The address of the heat map's page → what it shows and what stands beside it; not the counting or the table."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.asking import PREVIOUS, Question, bounds_of, compared, measure_of, question, resolution_of
from analytics.measures import Measure
from analytics.queries.heatmap import FINEST
from analytics.queries.legends import end_of_today
from analytics.rules.classes import Method
from analytics.types import RESIDENTS_RESOLUTION, MeasureCode, Need
from appeals.errors import InvalidFilter
from appeals.models import Topic
from appeals.selecting import PARAMETERS, selection_from_params
from appeals.types import Selection
from web.heat_words import period

YEAR, TOPIC = "year", "topic:"
# What is compared where nobody says since when; what is played.
ORDINARY_DAYS = 91
METHODS = {
    "quantiles": _("As many cells in each"),
    "natural": _("Natural breaks (Jenks)"),
    "manual": _("By hand"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """The other map of a comparison. query: of its filter, as selection. own, other: what each map shows, in words.

    difference: query of the page that shows the change as one map; empty where no periods are compared.
    """

    selection: Selection
    filters: QueryDict
    query: str
    own: str
    other: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """resolution None: by the zoom. query: of filter, measure and period compared with, as API and tiles take it."""

    question: Question
    filters: QueryDict
    query: str
    resolution: int | None
    method: str
    bounds: list[float]
    spots: bool
    beside: Beside | None


def completed(params: QueryDict, now: datetime) -> QueryDict:
    """The parameters with a first day where something is compared: without one nothing could be."""
    changed = params.copy()
    compares = params.get("measure") == MeasureCode.TREND or params.get("against") in (PREVIOUS, YEAR)
    if compares and not params.get("since"):
        changed["since"] = (timezone.localdate(now) - timedelta(days=ORDINARY_DAYS)).isoformat()
    return changed


def asked_of(params: QueryDict, now: datetime) -> Asked:
    """Raises InvalidFilter. params: completed."""
    filters = filters_of(params)
    kept = filters.copy()
    for name in ("measure", "compare"):
        if params.get(name):
            kept[name] = str(params[name])
    found = question(kept, now)
    method = params.get("classes", "")
    return Asked(
        found,
        filters,
        _encoded(kept),
        _resolution(params.get("resolution", ""), finest_of(found.measure)),
        method if method in METHODS else "quantiles",
        bounds_of(params.get("bounds", "")),
        params.get("spots") == "1",
        _beside(params.get("against", ""), kept, now),
    )


def division_query(asked: Asked) -> str:
    """How the legend of a file divides the values: as that of the page."""
    if asked.method in list(Method):
        return urlencode({"classes": asked.method})
    return urlencode({"bounds": ";".join(map(str, asked.bounds))}) if asked.bounds else ""


def filters_of(params: QueryDict) -> QueryDict:
    """The filter alone; a box would cut cells, the page is of whole ones."""
    kept = QueryDict(mutable=True)
    for name in PARAMETERS:
        values = [value for value in params.getlist(name) if value]
        if values and name != "bbox":
            kept.setlist(name, values)
    return kept


def finest_of(measure: Measure) -> int:
    """The finest resolution at which the measure has values: nobody knows how many live in a smaller cell."""
    return RESIDENTS_RESOLUTION if Need.RESIDENTS in measure.needs else FINEST


def _resolution(text: str, finest: int) -> int | None:
    """What is asked for, as fine as the measure allows; None: by the zoom."""
    found = resolution_of(text)
    return None if found is None else min(found, finest)


def _beside(against: str, kept: QueryDict, now: datetime) -> Beside | None:
    if against in (PREVIOUS, YEAR):
        return _periods(against, kept, now)
    if against.startswith(TOPIC):
        return _topics(against.removeprefix(TOPIC), kept)
    return None


def _periods(against: str, kept: QueryDict, now: datetime) -> Beside:
    selection, before = compared(kept, PREVIOUS, now)
    other = _year_before(selection, now) if against == YEAR else before or selection
    params = kept.copy()
    params["since"], params["until"] = _moment(other.since), _moment(other.until)
    difference = kept.copy()
    difference["measure"] = MeasureCode.TREND.value
    difference["compare"] = f"{params['since']}/{params['until']}"
    return _side(params, period(selection), period(other), _encoded(difference))


def _year_before(selection: Selection, now: datetime) -> Selection:
    ends = selection.until or end_of_today(now)
    try:
        return replace(
            selection, since=_shifted(selection.since) if selection.since else None, until=_shifted(ends)
        )
    except (OverflowError, ValueError):
        raise InvalidFilter("since", _("There is no period before this one.")) from None


def _shifted(moment: datetime) -> datetime:
    """The same local midnight a year before; the 29th of February is the 1st of March then."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    leaps = (local.month, local.day) == (2, 29)
    return timezone.make_aware(local - timedelta(days=365) if leaps else local.replace(year=local.year - 1))


def _topics(code: str, kept: QueryDict) -> Beside | None:
    wanted = [code, *kept.getlist("topic")]
    names = {topic.code: topic.name for topic in Topic.objects.filter(code__in=wanted)}
    if code not in names:
        raise InvalidFilter("against", _("There is no such topic."))
    params = kept.copy()
    params.pop("category", None)
    params["topic"] = code
    own = ", ".join(names[topic] for topic in kept.getlist("topic") if topic in names)
    return _side(params, own or str(_("The filter’s own choice")), names[code])


def _side(params: QueryDict, own: str, other: str, difference: str = "") -> Beside:
    filters = filters_of(params)
    return Beside(selection_from_params(filters), filters, _encoded(params), own, other, difference)


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat() if moment else ""


def _encoded(params: QueryDict) -> str:
    return str(params.urlencode(safe=","))


def chosen_measure(params: QueryDict) -> MeasureCode:
    """The measure's code, the ordinary one where the address names none that there is."""
    try:
        return measure_of(params).code
    except InvalidFilter:
        return MeasureCode.COUNT
