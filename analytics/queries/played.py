"""A measure per cell and month, to be played through; not its classes' colours nor its drawing."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from analytics.measures import Measure
from analytics.queries.heatmap import ORDINARY, fitted_heatmap, heatmap
from analytics.queries.legends import frames_of
from analytics.rules import classes
from analytics.rules.classes import Method
from analytics.types import Asked, Scale
from appeals.errors import InvalidFilter
from appeals.types import Selection
from geo.types import HexCell


@dataclass(frozen=True, slots=True)
class Played:
    """months: first days; counts: appeals of each. cells: values by month, None where there is none. bounds: of all."""

    resolution: int
    months: list[date]
    counts: list[int]
    cells: dict[HexCell, list[float | None]]
    bounds: list[float]


def played(
    viewer: Viewer, selection: Selection, measure: Measure, asked: Asked, finest: int | None, method: Method
) -> Played:
    """All months of the selection's period at one resolution, the finest up to `finest` at which the whole fits.

    The box is left out, as it is for the legend: classes and cells stay while the map is moved. One read per month and
    one of the whole, each of its own marks only. Raises InvalidFilter: of no period, of more than MOST_FRAMES months,
    and of a measure that compares periods.
    """
    if measure.scale == Scale.DIVERGING:
        raise InvalidFilter("measure", _("What compares two periods cannot be played by months."))
    place = replace(selection, bbox=None)
    frames = frames_of(place)
    if not frames:
        raise InvalidFilter("until", _("The period ends before it begins."))
    whole = replace(place, until=frames[-1].until)
    resolution = fitted_heatmap(viewer, whole, ORDINARY if finest is None else finest).resolution
    found: dict[HexCell, list[float | None]] = {}
    counts = []
    for number, frame in enumerate(frames):
        cells = heatmap(viewer, frame, resolution, asked)
        counts.append(sum(cell.count for cell in cells))
        for cell in cells:
            values = found.setdefault(cell.cell, [None] * len(frames))
            values[number] = measure.of_facts(cell.facts).value
    told = [value for values in found.values() for value in values if value is not None]
    months = [timezone.localdate(frame.since) for frame in frames]
    return Played(resolution, months, counts, found, classes.bounds(told, method=method))
