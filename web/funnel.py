"""A funnel plot as numbers of an SVG: limits as lines, districts as points; the limits are analytics'."""

from dataclasses import dataclass
from math import floor, log10, sqrt

from analytics.leagues import League, Placed
from analytics.measures import Measure
from analytics.numbers import rounded
from analytics.rules.funnel import Limits
from web.district_tables import SURE, told

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 12, 34
# A name needs so much room before the next, px.
_LINE = 15


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A district. label: its name where it lies outside the limits and there is room; end: it stands left of it."""

    x: float
    y: float
    title: str
    sure: bool
    label: str = ""
    end: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Coordinates in px of a picture of WIDTH × HEIGHT. inner, outer: paths around 95 % and 99.8 %."""

    points: list[Point]
    inner: str
    outer: str
    mean_y: float
    mean: str
    rows: list[Tick]
    sizes: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


class _Scales:
    """Value to height, and size by its square root to width: districts differ by hundreds."""

    def __init__(self, largest: float, low: float, high: float) -> None:
        self.largest, self.low, self.high = largest, low, high

    def x(self, size: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * sqrt(size / self.largest), 1)

    def y(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def plot(found: League, measure: Measure) -> Plot | None:
    """None where chance cannot be told."""
    placed = [row for row in found.rows if row.standing and row.measured.value is not None]
    if found.common is None or not found.lines or not placed:
        return None
    values = [row.measured.value or 0 for row in placed]
    # The widest limits, of the smallest sizes, would leave no room for what matters.
    middle = [limits for size, limits in found.lines if size >= min(row.size for row in placed)]
    low = min([*values, *(limits.lowest for limits in middle)])
    high = max([*values, *(limits.highest for limits in middle)])
    room = (high - low or 1) * 0.04
    ceiling = high + room if measure.unit != "%" else min(high + room, 100.0)
    scales = _Scales(found.lines[-1][0], max(low - room, 0.0), max(ceiling, low + room))
    return Plot(
        _points(placed, measure, scales),
        _band(found.lines, scales, "low", "high"),
        _band(found.lines, scales, "lowest", "highest"),
        scales.y(found.common),
        told(measure, round(found.common, measure.decimals)),
        [Tick(scales.y(value), _short(value)) for value in _steps(scales.low, scales.high)],
        [Tick(scales.x(size), _short(size)) for size in _steps(0, scales.largest) if size],
    )


def _points(placed: list[Placed], measure: Measure, scales: _Scales) -> list[Point]:
    found: list[Point] = []
    taken: list[tuple[float, float]] = []
    for row in sorted(placed, key=lambda row: -row.size):
        x, y = scales.x(row.size), scales.y(row.measured.value or 0)
        sure = row.standing in SURE
        free = all(abs(y - other) > _LINE or abs(x - beside) > WIDTH / 3 for beside, other in taken)
        label = row.name if sure and free else ""
        if label:
            taken.append((x, y))
        found.append(
            Point(x, y, f"{row.name}: {told(measure, row.measured.value)}", sure, label, x > WIDTH * 0.6)
        )
    return found


def _band(lines: list[tuple[float, Limits]], scales: _Scales, low: str, high: str) -> str:
    above = [(scales.x(size), scales.y(getattr(limits, high))) for size, limits in lines]
    below = [(scales.x(size), scales.y(getattr(limits, low))) for size, limits in reversed(lines)]
    return "M" + "L".join(f"{x} {y}" for x, y in above + below) + "Z"


def _steps(low: float, high: float) -> list[float]:
    """Round numbers, some four or five of them."""
    rough = (high - low) / 4 or 1
    power = 10 ** floor(log10(rough))
    step = next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough)
    first = -floor(-low / step)
    return [number * step for number in range(first, floor(high / step) + 1)]


def _short(value: float) -> str:
    return rounded(value, 0 if value == round(value) else 1 if value >= 1 else 2)
