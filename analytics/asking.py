"""Parameters of a heat map → what to measure and what to compare with; the filter itself is `appeals.selecting`'s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.measures import MEASURES, Measure
from analytics.queries.heatmap import ORDINARY, check_resolution
from analytics.queries.legends import end_of_today
from analytics.rules import classes
from analytics.rules.comparing import previous
from analytics.types import Asked, MeasureCode, Need
from appeals.errors import InvalidFilter
from appeals.selecting import selection_from_params
from appeals.types import Selection

PREVIOUS = "previous"
# What is asked of cells beside the filter.
OF_CELLS = ("measure", "compare", "resolution")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the cells. selection: that of the filter, with an end where a period is compared."""

    measure: Measure
    selection: Selection
    asked: Asked


@dataclass(frozen=True, slots=True)
class CellsAsked:
    """Cells for a file. resolution: the finest that is wanted."""

    question: Question
    resolution: int


def cells_asked(params: Mapping[str, Sequence[str]], now: datetime) -> CellsAsked | None:
    """None where nothing of OF_CELLS is named: then no cells are wanted. Raises InvalidFilter."""
    if not any(params.get(name) for name in OF_CELLS):
        return None
    query = QueryDict(mutable=True)
    for name, values in params.items():
        query.setlist(name, list(values))
    resolution = resolution_of(query.get("resolution") or "")
    return CellsAsked(question(query, now), ORDINARY if resolution is None else resolution)


def question(params: QueryDict, now: datetime) -> Question:
    """From measure (or its former name metric), compare, and the parameters of the filter. Raises InvalidFilter."""
    measure = measure_of(params)
    wanted = params.get("compare") or (PREVIOUS if Need.BEFORE in measure.needs else "")
    selection, before = compared(params, wanted, now)
    return Question(measure, selection, Asked(measure.needs, now, before))


def measure_of(params: QueryDict) -> Measure:
    """Raises InvalidFilter."""
    name = "measure" if params.get("measure") else "metric"
    try:
        return MEASURES[MeasureCode(params.get(name) or MeasureCode.COUNT)]
    except ValueError:
        raise InvalidFilter(name, _("One of: %(known)s."), known=", ".join(MeasureCode)) from None


def resolution_of(text: str) -> int | None:
    """None where none is named. Raises InvalidFilter."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise InvalidFilter("resolution", _("“%(value)s” is not a number."), value=text)
    return check_resolution(int(text))


def bounds_of(text: str) -> list[float]:
    """Lower ends of classes by hand: numbers, ascending, separated by semicolons or spaces. Raises InvalidFilter."""
    message = _("At most %(most)s numbers in ascending order, such as 1; 5; 10.")
    try:
        numbers = [float(word.replace(",", ".")) for word in text.replace(";", " ").split()]
    except ValueError:
        raise InvalidFilter("bounds", message, most=classes.ORDINARY) from None
    rising = all(low < high for low, high in pairwise(numbers))
    if len(numbers) > classes.ORDINARY or not rising or any(abs(number) > 1e9 for number in numbers):
        raise InvalidFilter("bounds", message, most=classes.ORDINARY)
    return numbers


def compared_with_before(params: QueryDict, wanted: str, now: datetime) -> tuple[Selection, Selection | None]:
    """As `compared`; where nothing is wanted, with the period of equal length before, if there is one."""
    if wanted or not params.get("since"):
        return compared(params, wanted, now)
    selection = selection_from_params(params)
    try:
        return compared(params, PREVIOUS, now)
    except InvalidFilter:
        return selection, None


def compared(params: QueryDict, wanted: str, now: datetime) -> tuple[Selection, Selection | None]:
    """The filter, and the same of the period that it is compared with; None where none is `wanted`.

    A period without an end ends with the local day of `now`. Raises InvalidFilter.
    """
    selection = selection_from_params(params)
    if not wanted:
        return selection, None
    if wanted != PREVIOUS:
        return selection, _between(selection, wanted)
    if selection.since is None:
        raise InvalidFilter("since", _("To compare with the period before, give since."))
    until = selection.until or end_of_today(now)
    try:
        begin, end = previous(selection.since, until, timezone.get_default_timezone())
    except (OverflowError, ValueError):
        raise InvalidFilter("since", _("There is no period before this one.")) from None
    return replace(selection, until=until), replace(selection, since=begin, until=end)


def _between(selection: Selection, wanted: str) -> Selection:
    since, slash, until = wanted.partition("/")
    if not slash:
        raise InvalidFilter("compare", _("previous, or a period such as 2025-01-01/2025-03-31."))
    period = selection_from_params({"since": [since], "until": [until]})
    return replace(selection, since=period.since, until=period.until)
