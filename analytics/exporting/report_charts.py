"""Charts of a report as SVG text: bars per month, a map of cells; drawn here, so that nothing is fetched for them."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import cos, radians

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Polygon
from django.utils.dates import MONTHS_3
from django.utils.formats import number_format
from django.utils.html import escape

from analytics.exporting.colours import spread
from analytics.queries.heatmap import CellFigures
from analytics.queries.reports import Outline, frame_of
from analytics.rules.classes import bounds as class_bounds
from analytics.rules.classes import class_of
from analytics.types import Tally
from geo import hexgrid

INK, MUTED, LINE, ACCENT = "#14202b", "#566573", "#d9e0e6", "#0f5fb8"
# Millimetres, the unit of both pictures.
WIDTH, BARS_HEIGHT, MAP_HEIGHT = 178.0, 46.0, 96.0
_BASE, _TOP = 38.0, 6.0
_MARGIN = 3.0
MOST_CELLS = 3_000
# Of print: the mean width of a letter, and a line's height.
_LETTER, _LINE = 1.65, 4.0
FAMILY = "Golos Cyrillic, Golos Latin, DejaVu Sans, sans-serif"
Ring = Sequence[tuple[float, float]]


def month_bars(months: Sequence[tuple[date, Tally]]) -> str:
    """Appeals of each month as a bar with its number."""
    most = max((tally.appeals for _month, tally in months), default=0) or 1
    step = WIDTH / max(len(months), 1)
    parts = [f'<line x1="0" x2="{WIDTH:g}" y1="{_BASE:g}" y2="{_BASE:g}" stroke="{LINE}" stroke-width=".3"/>']
    for number, (month, tally) in enumerate(months):
        left, wide = number * step + step * 0.18, step * 0.64
        high = (_BASE - _TOP) * tally.appeals / most
        middle = left + wide / 2
        parts.append(
            f'<rect x="{left:.2f}" y="{_BASE - high:.2f}" width="{wide:.2f}" height="{high:.2f}" fill="{ACCENT}"/>'
        )
        parts.append(
            _text(middle, _BASE - high - 1.2, number_format(tally.appeals, force_grouping=True), INK)
        )
        year = f" {month.year}" if month.month == 1 or number == 0 else ""
        parts.append(_text(middle, _BASE + 4.4, f"{MONTHS_3[month.month]}{year}", MUTED))
    return _svg(BARS_HEIGHT, parts)


def cell_map(cells: Sequence[CellFigures], outlines: Sequence[Outline]) -> tuple[str, list[tuple[str, str]]]:
    """The picture, and its legend: colour and words of each class. Both empty where there is nothing to draw.

    Degrees are drawn as they are, narrowed by the latitude: over a town or a district that is true enough.
    """
    shown = sorted(cells, key=lambda cell: -cell.count)[:MOST_CELLS]
    rings = [hexgrid.outline(cell.cell) for cell in shown]
    main = [point for one in outlines if one.main for ring in _rings(one.geom) for point in ring]
    if not shown:
        points = [point for one in outlines for ring in _rings(one.geom) for point in ring]
    elif main:
        points = [point for ring in rings for point in ring] + main
    else:
        west, south, east, north = frame_of(shown).as_tuple()
        points = [(west, south), (east, north)]
    if not points:
        return "", []
    place = _Projection(points)
    bounds = class_bounds([float(cell.count) for cell in shown])
    colours = spread(len(bounds))
    parts = [
        _path([place.ring(ring)], 'fill="#f4f6f8" stroke="none"')
        for one in outlines
        if one.main
        for ring in _rings(one.geom)
    ]
    for cell, ring in zip(shown, rings, strict=True):
        fill = colours[class_of(float(cell.count), bounds)]
        parts.append(_path([place.ring(ring)], f'fill="{fill}" stroke="#ffffff" stroke-width=".1"'))
    for one in outlines:
        stroke = (
            f'fill="none" stroke="{INK if one.main else MUTED}" stroke-width="{0.5 if one.main else 0.2:g}"'
        )
        parts += [_path([place.ring(ring)], stroke) for ring in _rings(one.geom)]
    parts += _labels(place, outlines)
    return _svg(place.height, parts), list(zip(colours, _ranges(bounds), strict=True))


class _Projection:
    """Degrees to millimetres of the picture, as large as fits."""

    def __init__(self, points: Iterable[tuple[float, float]]) -> None:
        lons, lats = zip(*points, strict=True)
        self._narrow = cos(radians((min(lats) + max(lats)) / 2))
        wide = max((max(lons) - min(lons)) * self._narrow, 1e-6)
        high = max(max(lats) - min(lats), 1e-6)
        self._scale = min((WIDTH - 2 * _MARGIN) / wide, (MAP_HEIGHT - 2 * _MARGIN) / high)
        self._left, self._north = min(lons), max(lats)
        self._shift = (WIDTH - wide * self._scale) / 2
        self.height = high * self._scale + 2 * _MARGIN

    def point(self, place: tuple[float, float]) -> tuple[float, float]:
        lon, lat = place
        x = self._shift + (lon - self._left) * self._narrow * self._scale
        return x, _MARGIN + (self._north - lat) * self._scale

    def ring(self, ring: Ring) -> list[tuple[float, float]]:
        return [self.point(place) for place in ring]


def _labels(place: _Projection, outlines: Sequence[Outline]) -> list[str]:
    """Names that fit into the picture and hide no other, each on a white rim."""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for one in outlines:
        if not one.label or not one.name:
            continue
        x, y = place.point(one.label)
        half = len(one.name) * _LETTER / 2
        inside = half < x < WIDTH - half and _LINE < y < place.height - _MARGIN
        if inside and all(abs(y - other) > _LINE or abs(x - at) > half + wide for at, other, wide in taken):
            taken.append((x, y, half))
            parts.append(_text(x, y, one.name, INK, rim=True))
    return parts


def _rings(geom: GEOSGeometry) -> list[Ring]:
    """Lines of a polygon, of several, or a line itself; points have none."""
    if isinstance(geom, Polygon):
        return [[(lon, lat) for lon, lat, *_height in ring.coords] for ring in geom]
    if isinstance(geom, MultiPolygon):
        return [ring for polygon in geom for ring in _rings(polygon)]
    return [[(lon, lat) for lon, lat, *_height in geom.coords]] if isinstance(geom, LineString) else []


def _path(rings: Iterable[Ring], more: str) -> str:
    drawn = " ".join("M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + " Z" for ring in rings)
    return f'<path d="{drawn}" {more}/>'


def _text(x: float, y: float, words: str, colour: str, *, rim: bool = False) -> str:
    at = f'x="{x:.2f}" y="{y:.2f}" font-size="2.9" font-family="{FAMILY}" text-anchor="middle"'
    under = f'<text {at} fill="#fff" stroke="#fff" stroke-width=".7">{escape(words)}</text>' if rim else ""
    return f'{under}<text {at} fill="{colour}">{escape(words)}</text>'


def _svg(height: float, parts: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.2f}"'
    return f'{head} width="{WIDTH:g}mm" height="{height:.2f}mm">{"".join(parts)}</svg>'


def _ranges(bounds: Sequence[float]) -> list[str]:
    words = []
    for number, low in enumerate(bounds):
        high = bounds[number + 1] - 1 if number + 1 < len(bounds) else None
        if high is None:
            words.append(f"{low:g}+")
        else:
            words.append(f"{low:g}" if high <= low else f"{low:g}–{high:g}")
    return words
