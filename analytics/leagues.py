"""Areas as a table in which small ones do not win by chance; which formula tells chance stands in analytics.rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analytics.measures import Measure
from analytics.queries.districts import AreaFacts
from analytics.rules.funnel import Chance, Limits, Standing, curve, limits, standing
from analytics.rules.measuring import telling_residents
from analytics.rules.shrinkage import shrink
from analytics.types import Facts, MeasureCode, Measured

Number = Callable[[Facts], float]
# Points of each line of the funnel plot.
_POINTS = 48


@dataclass(frozen=True, slots=True)
class Counted:
    """How a measure is made: so many `events` by so much `size`, told `times` as large."""

    chance: Chance
    events: Number
    size: Number
    times: float


@dataclass(frozen=True, slots=True)
class Placed:
    """An area in the league. place: None where nothing can be said. shrunk: the value by which it is placed.

    appeals: all of the area, of which the measure may be of fewer.
    """

    area_id: int
    name: str
    measured: Measured
    appeals: int
    place: int | None = None
    shrunk: float | None = None
    standing: Standing | None = None
    size: float = 0


@dataclass(frozen=True, slots=True)
class League:
    """rows: the worst first. chance: None for measures of which chance cannot be told. common: of all areas together.

    lines: limits by size, for the plot; values as the measure tells them.
    """

    rows: list[Placed]
    chance: Chance | None
    common: float | None
    lines: list[tuple[float, Limits]]


def _residents(facts: Facts) -> float:
    people = telling_residents(facts.residents, facts.residents_known)
    return 0 if people is None else people / 1000


COUNTED: dict[MeasureCode, Counted] = {
    MeasureCode.PER_1000: Counted(Chance.RATE, lambda facts: facts.tally.appeals, _residents, 1),
    MeasureCode.PER_KM2: Counted(
        Chance.RATE, lambda facts: facts.tally.appeals, lambda facts: facts.km2 or 0, 1
    ),
    MeasureCode.IN_TIME: Counted(
        Chance.SHARE, lambda facts: facts.tally.in_time, lambda facts: facts.tally.answered, 100
    ),
    MeasureCode.OVERDUE_SHARE: Counted(
        Chance.SHARE, lambda facts: facts.overdue or 0, lambda facts: facts.tally.waiting, 100
    ),
    MeasureCode.REOPENED_SHARE: Counted(
        Chance.SHARE, lambda facts: facts.tally.reopened, lambda facts: facts.tally.appeals, 100
    ),
}


def league(measure: Measure, areas: list[AreaFacts]) -> League:
    """The areas by a measure: by the shrunk value where chance can be told, else by the value as it is."""
    counted = COUNTED.get(measure.code)
    if counted is None:
        return League(_in_order([_plain(area, measure) for area in areas], measure), None, None, [])
    events = [counted.events(area.facts) for area in areas]
    sizes = [counted.size(area.facts) for area in areas]
    found = shrink(events, sizes, counted.chance)
    if found is None:
        return League([_plain(area, measure) for area in areas], counted.chance, None, [])
    rows = [
        _placed(area, measure, counted, (event, size), rate * counted.times, found.common)
        for area, event, size, rate in zip(areas, events, sizes, found.rates, strict=True)
    ]
    lines = [(size, _times(at, counted.times)) for size, at in _lines(counted.chance, sizes, found.common)]
    return League(_in_order(rows, measure), counted.chance, found.common * counted.times, lines)


def _placed(
    area: AreaFacts,
    measure: Measure,
    counted: Counted,
    known: tuple[float, float],
    shrunk: float,
    common: float,
) -> Placed:
    events, size = known
    row = _plain(area, measure)
    if size <= 0:
        return row
    where = standing(events / size, limits(counted.chance, size, common))
    return replace(row, shrunk=round(shrunk, measure.decimals), standing=where, size=size)


def _plain(area: AreaFacts, measure: Measure) -> Placed:
    return Placed(area.area_id, area.name, measure.of_facts(area.facts), area.facts.tally.appeals)


def _in_order(rows: list[Placed], measure: Measure) -> list[Placed]:
    """Worst first, numbered; equal values share a place; what has no value comes last without one."""
    sign = 1 if measure.worse is False else -1
    ranked = sorted(
        (row for row in rows if _value(row) is not None),
        key=lambda row: (sign * (_value(row) or 0), row.name),
    )
    placed: list[Placed] = []
    for number, row in enumerate(ranked, start=1):
        same = placed and _value(placed[-1]) == _value(row)
        placed.append(replace(row, place=placed[-1].place if same else number))
    return placed + [row for row in rows if _value(row) is None]


def _value(row: Placed) -> float | None:
    return row.measured.value if row.standing is None else row.shrunk


def _lines(chance: Chance, sizes: list[float], common: float) -> list[tuple[float, Limits]]:
    largest = max(sizes)
    grid = [largest * 1.05 * (step / _POINTS) ** 2 for step in range(1, _POINTS + 1)]
    if chance == Chance.SHARE:
        grid = sorted({float(max(round(size), 1)) for size in grid})
    return curve(lambda size: limits(chance, size, common), grid)


def _times(between: Limits, times: float) -> Limits:
    return Limits(*(times * rate for rate in (between.lowest, between.low, between.high, between.highest)))
