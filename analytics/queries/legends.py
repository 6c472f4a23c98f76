"""Classes of a heat map's legend, over the whole selection rather than the view; not their colours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from analytics.measures import Measure
from analytics.queries.cells import CellFigures
from analytics.queries.heatmap import fitted_heatmap, heatmap_of_cells
from analytics.rules import classes
from analytics.rules.classes import Method
from analytics.rules.comparing import months_of
from analytics.types import Asked, Scale
from appeals.errors import InvalidFilter
from appeals.queries.statistics import key_of
from appeals.selecting import canonical
from appeals.types import Selection

# While they are kept, the classes stay as they are whatever comes in.
KEPT_S = 900
MOST_FRAMES = 36
# How many cells a sample should hold about; each cell has seven of the next resolution.
SAMPLE, PARTS = 20_000, 7


@dataclass(frozen=True, slots=True)
class Legend:
    """Lower bounds of classes and what they divide. sampled: of evenly spread cells, since all were too many."""

    bounds: list[float]
    values: int
    least: float | None
    greatest: float | None
    sampled: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the values are divided. monthly: one set for the months of the period, to be played through."""

    method: Method = Method.QUANTILES
    number: int = classes.ORDINARY
    monthly: bool = False


def legend(
    viewer: Viewer, selection: Selection, measure: Measure, resolution: int, wanted: Wanted, asked: Asked
) -> Legend:
    """Classes of a measure at a resolution, the same wherever the map is moved: the selection's box is left out.

    Kept for a quarter of an hour. Raises InvalidFilter (frames): of no period, or of more than MOST_FRAMES months.
    """
    place = replace(selection, bbox=None)
    before = canonical(asked.before) if asked.before else ""
    parts = (
        measure.code,
        resolution,
        wanted.method,
        wanted.number,
        wanted.monthly,
        before,
        bool(asked.residents),
    )
    # A digest: a polygon alone may be longer than a key, and a key cut off would be another legend's.
    key = sha256(f"legend 1 {key_of(viewer, place)} {parts}".encode()).hexdigest()
    kept: Legend | None = caches["figures"].get(key)
    if kept is not None:
        return kept
    found = _legend(viewer, place, measure, resolution, wanted, asked)
    caches["figures"].set(key, found, KEPT_S)
    return found


def _legend(
    viewer: Viewer, place: Selection, measure: Measure, resolution: int, wanted: Wanted, asked: Asked
) -> Legend:
    values: list[float] = []
    sampled = False
    for frame in frames_of(place) if wanted.monthly else [place]:
        cells, some = _cells(viewer, frame, resolution, asked)
        sampled |= some
        measured = (measure.of_facts(cell.facts).value for cell in cells)
        values += [value for value in measured if value is not None]
    divide = classes.diverging if measure.scale == Scale.DIVERGING else classes.bounds
    bounds = divide(values, wanted.number, wanted.method)
    return Legend(bounds, len(values), min(values, default=None), max(values, default=None), sampled)


def frames_of(place: Selection) -> list[Selection]:
    """The same in each month of its period. Raises InvalidFilter: of no period, or of more than MOST_FRAMES months."""
    if place.since is None:
        raise InvalidFilter("frames", _("Months are played through from a day on: give since."))
    until = place.until or end_of_today(timezone.now())
    # The first ones too many are enough to refuse; a period of centuries is not listed.
    longest = place.since + timedelta(days=31 * (MOST_FRAMES + 1))
    months = months_of(place.since, min(until, longest), timezone.get_default_timezone())
    if len(months) > MOST_FRAMES:
        raise InvalidFilter("frames", _("At most %(most)s months."), most=MOST_FRAMES)
    return [replace(place, since=since, until=end) for since, end in months]


def end_of_today(now: datetime) -> datetime:
    """The end of a moment's local day: what is compared up to now is the same all day."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return timezone.make_aware(midnight + timedelta(days=1))


def _cells(viewer: Viewer, place: Selection, resolution: int, asked: Asked) -> tuple[list[CellFigures], bool]:
    """All cells, or those below evenly spread coarser ones when all would be too many; and whether it is a sample."""
    found = fitted_heatmap(viewer, place, resolution, asked)
    if found.resolution == resolution:
        return found.cells, False
    parts = PARTS ** (resolution - found.resolution)
    chosen = max(min(len(found.cells), SAMPLE // parts), 1)
    spread = [found.cells[len(found.cells) * number // chosen].cell for number in range(chosen)]
    return heatmap_of_cells(viewer, place, spread, asked, resolution), True
