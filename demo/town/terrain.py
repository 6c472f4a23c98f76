"""Water, railway, parks and forests of the plane; not streets."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import drawing
from demo.town.drawing import Points
from demo.town.frame import Array, Frame, smooth


@dataclass(frozen=True)
class Terrain:
    """Everything that lay there before the streets, in plane metres."""

    river_line: LineString
    river: BaseGeometry
    lake: Polygon
    ponds: tuple[Polygon, ...]
    stream: LineString
    railway: LineString
    spur: LineString
    parks: tuple[tuple[str, Polygon], ...]
    cemetery: Polygon
    beach: BaseGeometry
    forest: BaseGeometry

    @property
    def water(self) -> BaseGeometry:
        return shapely.union_all([self.river, self.lake, *self.ponds])


def curve(frame: Frame, points: Points, step_m: float = 30.0) -> LineString:
    """A plan line smoothed and bent."""
    return LineString(frame.bend(smooth(np.array(points, dtype=float), step_m)))


def outline(frame: Frame, points: Points) -> Polygon:
    """A plan ring bent; corners stay corners."""
    ring = np.array([*points, points[0]], dtype=float)
    dense = np.array(shapely.segmentize(LineString(ring), 40.0).coords)
    return Polygon(frame.bend(dense)).buffer(0)


def make_terrain(rng: np.random.Generator, frame: Frame) -> Terrain:
    river_line, river = _river(rng, frame)
    lake = _blob(rng, frame, *drawing.LAKE)
    oxbow = curve(frame, drawing.OXBOW).buffer(38).difference(river.buffer(40))
    parks = tuple((name, outline(frame, ring)) for name, ring in drawing.PARKS)
    beach = outline(frame, drawing.BEACH).difference(river)
    return Terrain(
        river_line=river_line,
        river=river,
        lake=lake,
        ponds=(_largest(oxbow),),
        stream=_meander(rng, curve(frame, drawing.STREAM, 15.0), 22.0, 260.0),
        railway=curve(frame, drawing.RAILWAY),
        spur=curve(frame, drawing.SPUR),
        parks=parks,
        cemetery=outline(frame, drawing.CEMETERY),
        beach=beach,
        forest=_forest(rng, frame),
    )


def _river(rng: np.random.Generator, frame: Frame) -> tuple[LineString, BaseGeometry]:
    line = _meander(rng, curve(frame, drawing.RIVER, 20.0), 14.0, 620.0)
    main = _ribbon(line, 62.0 + 10 * np.sin(np.linspace(0, 19, len(line.coords)) + rng.uniform(0, 6)))
    arm_line = curve(frame, drawing.SIDE_ARM, 20.0)
    arm = _ribbon(arm_line, np.full(len(arm_line.coords), 30.0))
    return line, shapely.union_all([main, arm]).simplify(0.8)


def _meander(rng: np.random.Generator, line: LineString, amplitude_m: float, length_m: float) -> LineString:
    """Small waves across a line, so that water never runs straight."""
    points = np.array(line.coords)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    phase = rng.uniform(0, 2 * np.pi, 2)
    shift = amplitude_m * (
        np.sin(2 * np.pi * along / length_m + phase[0])
        + 0.5 * np.sin(2 * np.pi * along / (0.43 * length_m) + phase[1])
    )
    return LineString(points + normals(points) * shift[:, None])


def normals(points: Array) -> Array:
    """Unit normals to the left of a polyline's vertices."""
    tangent = np.gradient(points, axis=0)
    tangent /= np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)[:, None]
    return np.column_stack([-tangent[:, 1], tangent[:, 0]])


def _ribbon(line: LineString, half_width_m: Array) -> BaseGeometry:
    points = np.array(line.coords)
    side = normals(points) * half_width_m[:, None]
    ring = np.vstack([points + side, (points - side)[::-1]])
    return Polygon(ring).buffer(0)


def _blob(rng: np.random.Generator, frame: Frame, x: float, y: float, wide: float, high: float) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    phase = rng.uniform(0, 2 * np.pi, 4)
    radius = 1 + sum(0.13 / k * np.sin((k + 1) * angle + phase[k - 1]) for k in range(1, 5))
    ring = np.column_stack([x + wide * radius * np.cos(angle), y + high * radius * np.sin(angle)])
    return Polygon(frame.bend(ring)).buffer(0)


def _forest(rng: np.random.Generator, frame: Frame) -> BaseGeometry:
    blobs = []
    for x, y, radius in drawing.FORESTS:
        blobs.append(_blob(rng, frame, x, y, radius, radius * rng.uniform(0.75, 1.1)))
        for _ in range(4):
            angle, reach = rng.uniform(0, 2 * np.pi), radius * rng.uniform(0.6, 0.95)
            size = radius * rng.uniform(0.25, 0.5)
            blobs.append(_blob(rng, frame, x + reach * np.cos(angle), y + reach * np.sin(angle), size, size))
    return shapely.union_all(blobs).buffer(40).buffer(-60).buffer(20).simplify(4)


def _largest(geometry: BaseGeometry) -> Polygon:
    parts = list(geometry.geoms) if isinstance(geometry, MultiPolygon) else [geometry]
    best = max(parts, key=lambda part: part.area)
    return best if isinstance(best, Polygon) else Point(0, 0).buffer(1)
