"""How many people live in cells and areas, with the year and the way that is known; not figures per resident."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Sum
from shapely import from_wkb
from shapely.geometry.base import BaseGeometry

from analytics.models import AreaStatistic, CellResidents
from analytics.queries.counted_ground import known_shares
from analytics.types import POPULATION, RESIDENTS_RESOLUTION, ResidentsMethod
from geo import hexgrid, sql
from geo.types import HexCell
from territories.models import Area, Boundary, BoundaryVersion

# Cells of all polygons together: of 9 (some 0.1 km²) those of a city, of coarser ones those of a region.
MOST_CELLS = 20_000
_KM2_OF_9, _KM2_A_DEGREE = 0.1053, 12_364.0


@dataclass(slots=True)
class CellPeople:
    """people and methods by H3 index; a cell of which nothing is known is missing. year: of all numbers."""

    year: int
    people: dict[int, float] = field(default_factory=dict)
    methods: dict[int, frozenset[ResidentsMethod]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AreaPeople:
    """people of an area in a year. counted: by buildings or cells where no statistic was imported, else None.

    known: on which share (0…1) of its ground who lives there is known; of a statistic all of it.
    """

    people: float
    year: int
    counted: ResidentsMethod | None = None
    known: float = 1.0


def residents_of_cells(cells: Iterable[HexCell], *, on: date) -> CellPeople | None:
    """People of cells of one resolution, 0…9; None for finer ones, and while no residents were imported.

    The year is that of the day, else the last before it, else the first after it. Three statements.
    """
    wanted = list(cells)
    if not wanted or (resolution := wanted[0].resolution) > RESIDENTS_RESOLUTION:
        return None
    year = _year_for(on, CellResidents.objects.order_by("year").values_list("year", flat=True).distinct())
    if year is None:
        return None
    found: dict[int, dict[str, float]] = defaultdict(dict)
    ranges = hexgrid.finest_ranges(wanted)
    params = hexgrid.parent_bits(resolution) | {
        "year": year,
        "resolution": resolution,
        "lows": [low for low, _high in ranges],
        "highs": [high for _low, high in ranges],
    }
    for cell, method, people in sql.rows("analytics", "cell_residents", params):
        found[cell][method] = people
    _add_above(found, wanted, year)
    return CellPeople(
        year,
        {cell: sum(by.values()) for cell, by in found.items()},
        {cell: frozenset(ResidentsMethod(method) for method in by) for cell, by in found.items()},
    )


def _add_above(found: dict[int, dict[str, float]], cells: list[HexCell], year: int) -> None:
    """Of rows coarser than the cells each cell has a seventh per step."""
    below: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cell in cells:
        for coarser in range(cell.resolution):
            first = hexgrid.finest_range(hexgrid.parent(cell, coarser))[0]
            below[first, coarser].append(cell.index)
    params = {
        "year": year,
        "firsts": [first for first, _resolution in below],
        "resolutions": [resolution for _first, resolution in below],
    }
    for first, coarser, method, people in sql.rows("analytics", "cell_residents_above", params):
        for index in below[first, coarser]:
            part = people / 7 ** (HexCell(index).resolution - coarser)
            found[index][method] = found[index].get(method, 0.0) + part


def residents_of_areas(area_ids: Collection[int], *, on: date) -> dict[int, AreaPeople]:
    """People of areas; one of which nothing is known is missing. on: local day, for the year and the tree of areas.

    The statistic of the area; else the sum of the areas below it, when each of them has one; else what was counted
    in buildings inside; else what its cells hold, for a precinct lies in no tree beside districts. Each with the year
    nearest to the day: of the day, else the last before it, else the first after. Five statements; four more
    for cells of one resolution, and six where buildings were counted in a part of an area.
    """
    tree = _tree(area_ids, on)
    stated = _stated(tree.keys(), on)
    counted = _counted(tree.keys(), on)
    found: dict[int, AreaPeople] = {}
    for area_id in area_ids:
        people = _from_statistics(area_id, tree, stated) or _from_buildings(area_id, tree, counted)
        if people is not None:
            found[area_id] = people
    by_cells = _from_cells([pk for pk in area_ids if pk not in found or found[pk].counted], on)
    # The buildings of an area are all of its own, those of cells on its border others' too.
    counted_here = {pk: replace(found[pk], known=by_cells[pk].known) for pk in by_cells if pk in found}
    return by_cells | found | counted_here


def _from_cells(area_ids: Collection[int], on: date) -> dict[int, AreaPeople]:
    """Of cells whose middle lies in the boundary in force; an area of whose cells nothing is known is missing.

    Each by cells as fine as its own size allows, whatever else is asked for beside it.
    """
    if not area_ids or not CellResidents.objects.exists():
        return {}
    in_force = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on), area__in=area_ids)
    fine: dict[int, dict[int, set[int]]] = defaultdict(dict)
    for area_id, geom in in_force.values_list("area_id", "geom"):
        shape = from_wkb(bytes(geom.wkb))
        resolution = resolution_for([shape])
        fine[resolution][area_id] = set(hexgrid.cells_within(shape, resolution))
    found: dict[int, AreaPeople] = {}
    for cells in fine.values():
        found |= _of_cells(cells, on)
    return found


def _of_cells(cells: Mapping[int, set[int]], on: date) -> dict[int, AreaPeople]:
    """cells: of each area, of one resolution."""
    known = residents_of_cells([HexCell(cell) for cell in sorted(set().union(*cells.values()))], on=on)
    if known is None:
        return {}
    shares = known_shares(cells, known.people.keys(), year=known.year, on=on)
    found = {}
    for area_id, own in cells.items():
        people = [known.people[cell] for cell in own if cell in known.people]
        methods = frozenset[ResidentsMethod]().union(*(known.methods.get(cell, ()) for cell in own))
        if people:
            built = methods == {ResidentsMethod.BUILDINGS}
            method = ResidentsMethod.BUILDINGS if built else ResidentsMethod.AREA
            found[area_id] = AreaPeople(sum(people), known.year, method, shares[area_id])
    return found


def resolution_for(polygons: Iterable[BaseGeometry]) -> int:
    """The finest of residents' at which the polygons (EPSG:4326) are no more than MOST_CELLS."""
    # Of the equator, which is more than they have.
    km2 = sum(polygon.area for polygon in polygons) * _KM2_A_DEGREE
    resolution = RESIDENTS_RESOLUTION
    while resolution > 0 and km2 / (_KM2_OF_9 * 7 ** (RESIDENTS_RESOLUTION - resolution)) > MOST_CELLS:
        resolution -= 1
    return resolution


def _tree(area_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """The areas and all below them on a day, each with those directly below."""
    above = dict(Area.objects.exclude(parent=None).values_list("pk", "parent_id"))
    in_force = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on))
    above |= dict(in_force.values_list("area_id", "parent_id"))
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in above.items():
        if parent is not None:
            children[parent].append(child)
    tree: dict[int, list[int]] = {}
    waiting = list(area_ids)
    while waiting:
        area_id = waiting.pop()
        if area_id not in tree:
            tree[area_id] = children.get(area_id, [])
            waiting += tree[area_id]
    return tree


def _stated(area_ids: Collection[int], on: date) -> dict[int, AreaPeople]:
    rows = AreaStatistic.objects.filter(indicator=POPULATION, month=None, area__in=area_ids)
    by_area: dict[int, dict[int, float]] = defaultdict(dict)
    for area_id, year, value in rows.values_list("area_id", "year", "value"):
        by_area[area_id][year] = value
    years = {area_id: _year_for(on, known) for area_id, known in by_area.items()}
    return {
        area_id: AreaPeople(by_area[area_id][year], year)
        for area_id, year in years.items()
        if year is not None
    }


def _counted(area_ids: Collection[int], on: date) -> dict[int, AreaPeople]:
    year = _year_for(on, CellResidents.objects.order_by("year").values_list("year", flat=True).distinct())
    if year is None:
        return {}
    method = ResidentsMethod.BUILDINGS
    rows = CellResidents.objects.filter(year=year, method=method.value, area__in=area_ids)
    sums = rows.values_list("area_id").annotate(people=Sum("residents"))
    return {area_id: AreaPeople(people, year, method) for area_id, people in sums}


def _from_statistics(
    area_id: int, tree: dict[int, list[int]], stated: dict[int, AreaPeople]
) -> AreaPeople | None:
    if area_id in stated:
        return stated[area_id]
    below = [_from_statistics(child, tree, stated) for child in tree[area_id]]
    known = [people for people in below if people is not None]
    if not known or len(known) < len(below):
        return None
    return AreaPeople(sum(one.people for one in known), min(one.year for one in known))


def _from_buildings(
    area_id: int, tree: dict[int, list[int]], counted: dict[int, AreaPeople]
) -> AreaPeople | None:
    found, waiting = [], [area_id]
    while waiting:
        one = waiting.pop()
        found += [counted[one]] if one in counted else []
        waiting += tree[one]
    if not found:
        return None
    return AreaPeople(sum(one.people for one in found), found[0].year, ResidentsMethod.BUILDINGS)


def _year_for(on: date, years: Iterable[int]) -> int | None:
    """The year of the day, else the last before it, else the first after it; None without any."""
    known = sorted(years)
    before = [year for year in known if year <= on.year]
    return before[-1] if before else next(iter(known), None)
