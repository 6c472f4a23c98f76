"""One year's populations and buildings worked out over the cells; nothing is written here (residents)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from analytics.models import CellResidents
from analytics.queries.ground import Ground, nesting, smallest_around
from analytics.rules.dasymetric import Level, Spread, left_over, spread
from analytics.types import RESIDENTS_RESOLUTION
from geo import hexgrid
from geo.types import HexCell, LonLat

# An area's number and those inside it come from one count; a wider gap is a wrong number or a wrong border.
AGREES = 0.01


@dataclass(slots=True)
class Plan:
    """people: by row of buildings. even: by (area, first, resolution). Areas spread so: scaled, kept, only_even.

    disagreeing: (area, its population, that of the areas inside). unplaced: (area, people no cell was left for).
    """

    people: dict[int, float] = field(default_factory=dict)
    even: dict[tuple[int, int, int], float] = field(default_factory=dict)
    scaled: int = 0
    kept: int = 0
    only_even: int = 0
    disagreeing: list[tuple[str, float, float]] = field(default_factory=list)
    unplaced: list[tuple[str, float]] = field(default_factory=list)


def plan(populated: list[Ground], totals: dict[int, float], rows: Sequence[CellResidents]) -> Plan:
    """populated: areas with a population, smallest first. totals: people by area. rows: of buildings."""
    done = Plan(people={row.pk: row.counted or 0.0 for row in rows})
    inside = _inside(populated)
    levels = [Level(totals[ground.area_id], inside[position]) for position, ground in enumerate(populated)]
    rest = left_over(levels)
    own = _owned(populated, rows)
    taken: list[set[int]] = []
    for position, ground in enumerate(populated):
        level, here = levels[position], _cells(ground)
        below = {cell for inner in level.inside for cell in taken[inner]}
        taken.append(here | below)
        people = rest[position]
        if people < -AGREES * level.total:
            done.disagreeing.append((ground.name, level.total, level.total - people))
        built = {_cell(row).index for row in own[position] if row.counted}
        counted = {row.pk: row.counted or 0.0 for row in own[position]}
        free = here - below - built
        _add(done, ground, spread(max(people, 0.0), counted, len(free)), free)
    return done


def _inside(populated: list[Ground]) -> list[tuple[int, ...]]:
    inner: list[list[int]] = [[] for _ground in populated]
    for position, above in enumerate(nesting(populated)):
        if above is not None:
            inner[above].append(position)
    return [tuple(positions) for positions in inner]


def _owned(populated: list[Ground], rows: Sequence[CellResidents]) -> list[list[CellResidents]]:
    """Rows of buildings by the populated area that holds them: their own area, else the one around their cell."""
    own: dict[int, list[CellResidents]] = defaultdict(list)
    position_of = {ground.area_id: position for position, ground in enumerate(populated)}
    others = [row for row in rows if row.area_id not in position_of]
    centres = [hexgrid.centre(_cell(row)) for row in others]
    points = shapely.points(np.array([(centre.lon, centre.lat) for centre in centres]).reshape(-1, 2))
    for row, position in zip(others, smallest_around(points, populated), strict=True):
        if position is not None:
            own[position].append(row)
    for row in rows:
        if row.area_id in position_of:
            own[position_of[row.area_id]].append(row)
    return [own[position] for position in range(len(populated))]


def _cells(ground: Ground) -> set[int]:
    """Cells with their centre in the area; of an area smaller than a cell that around its label."""
    within = hexgrid.cells_within(ground.polygon, RESIDENTS_RESOLUTION)
    label = shapely.get_coordinates(ground.label)[0]
    return set(within) or {hexgrid.counting_cell(LonLat(*label), RESIDENTS_RESOLUTION).index}


def _cell(row: CellResidents) -> HexCell:
    return hexgrid.parent(HexCell(row.first), row.resolution)


def _add(done: Plan, ground: Ground, outcome: Spread[int], free: set[int]) -> None:
    done.people |= outcome.counted
    if outcome.each:
        for cell in hexgrid.compacted(free):
            people = outcome.each * 7 ** (RESIDENTS_RESOLUTION - cell.resolution)
            done.even[ground.area_id, hexgrid.finest_range(cell)[0], cell.resolution] = people
    if outcome.unplaced:
        done.unplaced.append((ground.name, outcome.unplaced))
    elif outcome.each:
        done.kept += bool(outcome.counted)
        done.only_even += not outcome.counted
    else:
        done.scaled += bool(outcome.counted)
