"""A funnel plot as numbers of an SVG: limits as lines, districts as points; the limits are analytics'."""

from dataclasses import dataclass
from math import floor, log10, sqrt

from analytics.leagues import League, Placed
from analytics.measures import Measure
from analytics.numbers import rounded
from analytics.rules.funnel import Limits
from web.district_tables import SURE, told

LEFT, RIGHT, TOP, BOTTOM = 56, 20, 12, 34
# px: of a line of names, of a letter (those of the face are narrower), of a point, and from its middle to its name.
_LINE, _LETTER, _RADIUS, _ASIDE = 15, 7.5, 5, 9


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of a picture in px. name: of the screens that it fits: letters can be read when it is scaled to them."""

    name: str
    width: int
    height: int


FRAMES = (Frame("wide", 640, 320), Frame("narrow", 360, 320))


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
    """Coordinates in px of the frame. inner, outer: paths around 95 % and 99.8 %."""

    frame: Frame
    points: list[Point]
    inner: str
    outer: str
    mean_y: float
    mean: str
    rows: list[Tick]
    sizes: list[Tick]
    left: int = LEFT

    @property
    def right(self) -> int:
        return self.frame.width - RIGHT

    @property
    def bottom(self) -> int:
        return self.frame.height - BOTTOM


class _Scales:
    """Value to height, and size by its square root to width: districts differ by hundreds."""

    def __init__(self, frame: Frame, largest: float, low: float, high: float) -> None:
        self.frame, self.largest, self.low, self.high = frame, largest, low, high

    def x(self, size: float) -> float:
        return round(LEFT + (self.frame.width - LEFT - RIGHT) * sqrt(size / self.largest), 1)

    def y(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        height = self.frame.height
        return round(height - BOTTOM - (height - TOP - BOTTOM) * share, 1)


def plots(found: League, measure: Measure) -> list[Plot]:
    """The same for each of FRAMES; none where chance cannot be told."""
    placed = [row for row in found.rows if row.standing and row.measured.value is not None]
    if found.common is None or not found.lines or not placed:
        return []
    return [_plot(frame, found, placed, found.common, measure) for frame in FRAMES]


def _plot(frame: Frame, found: League, placed: list[Placed], common: float, measure: Measure) -> Plot:
    values = [row.measured.value or 0 for row in placed]
    # The widest limits, of the smallest sizes, would leave no room for what matters.
    middle = [limits for size, limits in found.lines if size >= min(row.size for row in placed)]
    low = min([*values, *(limits.lowest for limits in middle)])
    high = max([*values, *(limits.highest for limits in middle)])
    room = (high - low or 1) * 0.04
    ceiling = high + room if measure.unit != "%" else min(high + room, 100.0)
    scales = _Scales(frame, found.lines[-1][0], max(low - room, 0.0), max(ceiling, low + room))
    return Plot(
        frame,
        _points(placed, measure, scales),
        _band(found.lines, scales, "low", "high"),
        _band(found.lines, scales, "lowest", "highest"),
        scales.y(common),
        told(measure, common),
        [Tick(scales.y(value), _short(value)) for value in _steps(scales.low, scales.high)],
        [Tick(scales.x(size), _short(size)) for size in _steps(0, scales.largest) if size],
    )


def _points(placed: list[Placed], measure: Measure, scales: _Scales) -> list[Point]:
    ordered = sorted(placed, key=lambda row: -row.size)
    places = [(scales.x(row.size), scales.y(row.measured.value or 0)) for row in ordered]
    width = scales.frame.width
    taken: list[_Box] = []
    found: list[Point] = []
    for row, (x, y) in zip(ordered, places, strict=True):
        sure = row.standing in SURE
        others = [place for place in places if place != (x, y)]
        room = _room((x, y), row.name, others, taken, width) if sure else None
        if room:
            taken.append(room)
        title = f"{row.name}: {told(measure, row.measured.value)}"
        found.append(Point(x, y, title, sure, row.name if room else "", room is not None and room.west < x))
    return found


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a name stands, px."""

    west: float
    east: float
    y: float

    def meets(self, other: "_Box") -> bool:
        return self.west < other.east and other.west < self.east and abs(self.y - other.y) < _LINE

    def covers(self, place: tuple[float, float]) -> bool:
        x, y = place
        return self.west - _RADIUS < x < self.east + _RADIUS and abs(self.y - y) < _LINE / 2 + _RADIUS


def _room(
    place: tuple[float, float], name: str, others: list[tuple[float, float]], taken: list[_Box], width: int
) -> _Box | None:
    """Beside the point, on the side of the middle first, where a name covers neither another nor a point; else None."""
    x, y = place
    long = _ASIDE + _LETTER * len(name)
    right, left = _Box(x + _ASIDE, x + long, y), _Box(x - long, x - _ASIDE, y)
    for room in (left, right) if x > width / 2 else (right, left):
        inside = room.west >= LEFT and room.east <= width
        if inside and not any(map(room.covers, others)) and not any(map(room.meets, taken)):
            return room
    return None


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
