"""Writing who lives in which cell: what was counted in buildings, and the population of areas spread over cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.errors import TooManyCells
from analytics.models import AreaStatistic, CellResidents
from analytics.queries.ground import Ground, grounds
from analytics.services.spreading import Plan, plan
from analytics.services.statistics import Recorded
from analytics.types import POPULATION, RESIDENTS_RESOLUTION, CountedResidents, ResidentsMethod
from geo import hexgrid, sql
from geo.models import Source
from geo.types import HexCell

BATCH = 2000
# A tenth of a square kilometre each: a million square kilometres, ten regions of Russia; they are held in memory.
MOST_CELLS = 10_000_000
KM2_PER_CELL = 0.105
COLUMNS = ("first", "resolution", "area_id", "year", "method", "residents", "counted", "source_id")


@dataclass(frozen=True, slots=True)
class Done:
    """What was worked out, and how many rows of cells are new, or have other numbers than before."""

    plan: Plan
    recorded: Recorded
    people: float


def record_counted(*, rows: Sequence[CountedResidents], source: Source | None, year: int) -> Recorded:
    """Put what a source counted in buildings in place of what it counted before. Needs a transaction.

    Say `spread_year` after it: it brings the people of the cells into step.
    """
    known = {(row.first, row.area_id): row for row in _counted(year).filter(source=source)}
    wanted = {(hexgrid.finest_range(HexCell(row.cell))[0], row.area_id): row.residents for row in rows}
    changed = [row for key, row in known.items() if key in wanted and row.counted != wanted[key]]
    for row in changed:
        row.counted = wanted[row.first, row.area_id]
    gone = [row.pk for key, row in known.items() if key not in wanted]
    CellResidents.objects.filter(pk__in=gone).delete()
    CellResidents.objects.bulk_update(changed, ["counted"], batch_size=BATCH)
    fresh = [(key, people) for key, people in wanted.items() if key not in known]
    source_id = source.pk if source else None
    method = ResidentsMethod.BUILDINGS.value
    _copy(
        (first, RESIDENTS_RESOLUTION, area_id, year, method, people, people, source_id)
        for (first, area_id), people in fresh
    )
    return Recorded(len(fresh), len(changed) + len(gone))


def spread_year(*, year: int, on: date) -> Done:
    """Bring the cells of a year into step with its buildings and its populations. Needs a transaction.

    on: local day whose boundaries hold. The same again changes nothing. Raises TooManyCells.
    """
    populations = AreaStatistic.objects.filter(indicator=POPULATION, year=year, month=None, value__gte=0)
    totals: dict[int, float] = dict(populations.values_list("area_id", "value"))
    populated = grounds(on, area_ids=totals)
    _refuse_continents(populated, year)
    rows = list(_counted(year).order_by("pk"))
    found = plan(populated, totals, rows)
    recorded = _write(year, rows, found)
    return Done(found, recorded, sum(found.people.values()) + sum(found.even.values()))


def _counted(year: int) -> Any:
    return CellResidents.objects.filter(year=year, method=ResidentsMethod.BUILDINGS.value)


def _refuse_continents(populated: list[Ground], year: int) -> None:
    cells = round(sum(ground.size_m2 for ground in populated) / 1e6 / KM2_PER_CELL)
    if cells > MOST_CELLS:
        raise TooManyCells(year=year, cells=cells, most=MOST_CELLS)


def _write(year: int, rows: Sequence[CellResidents], found: Plan) -> Recorded:
    changed = [row for row in rows if row.residents != found.people[row.pk]]
    for row in changed:
        row.residents = found.people[row.pk]
    CellResidents.objects.bulk_update(changed, ["residents"], batch_size=BATCH)
    spread = CellResidents.objects.filter(year=year, method=ResidentsMethod.AREA.value)
    kept = spread.values_list("area_id", "first", "resolution", "residents")
    before = {(area, first, resolution): value for area, first, resolution, value in kept}
    if before == found.even:
        return Recorded(0, len(changed))
    spread.delete()
    method = ResidentsMethod.AREA.value
    _copy(
        (first, resolution, area_id, year, method, people, None, None)
        for (area_id, first, resolution), people in found.even.items()
    )
    fresh = found.even.keys() - before.keys()
    other = sum(before[key] != found.even.get(key) for key in before)
    return Recorded(len(fresh), len(changed) + other)


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    sql.copy_rows(CellResidents._meta.db_table, COLUMNS, rows)
