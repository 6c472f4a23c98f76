"""The town's plane: metres east and north of its centre, bent, turned and projected; not what stands on it."""

from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from typing import Any, TypeVar, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]
G = TypeVar("G", bound=BaseGeometry | NDArray[np.object_])

SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY_2 = 0.006_694_379_990_14


@dataclass(frozen=True)
class Frame:
    """Bends the drawn plan (`bend`) and carries the plane to degrees and Web Mercator.

    The bend is a sum of long waves, so that streets curve with the land while a house stays a rectangle:
    only lines are bent, footprints are built afterwards.
    """

    lon: float
    lat: float
    scale: float
    turn_rad: float
    mirror: bool
    waves: tuple[tuple[float, float, float, float], ...]
    heading_rad: float = 0.0

    def bend(self, plan: Array) -> Array:
        """Plan metres (n, 2) → plane metres (n, 2)."""
        x, y = plan[:, 0].copy(), plan[:, 1].copy()
        for amplitude, length, angle, phase in self.waves:
            along = (plan[:, 0] * cos(angle) + plan[:, 1] * sin(angle)) * 2 * pi / length + phase
            x -= amplitude * sin(angle) * np.sin(along)
            y += amplitude * cos(angle) * np.sin(along)
        x, y = x * self.scale, y * self.scale
        if self.mirror:
            x = -x
        turn_cos, turn_sin = cos(self.turn_rad), sin(self.turn_rad)
        return np.column_stack([x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos])

    def degrees_of(self, plane: Array) -> Array:
        """Plane metres (n, 2) → lon, lat degrees (EPSG:4326), true in scale at the town's latitude."""
        if self.heading_rad:
            plane = plane @ np.array(
                [
                    [cos(self.heading_rad), sin(self.heading_rad)],
                    [-sin(self.heading_rad), cos(self.heading_rad)],
                ]
            )
        lat = radians(self.lat)
        w = sqrt(1 - ECCENTRICITY_2 * sin(lat) ** 2)
        north_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / w**3
        east_m = SEMI_MAJOR_M / w * cos(lat)
        return np.column_stack(
            [
                self.lon + np.degrees(plane[:, 0] / east_m),
                self.lat + np.degrees(plane[:, 1] / north_m),
            ]
        )

    def to_4326(self, geometry: G) -> G:
        """A plane geometry, or an array of them, in degrees (EPSG:4326), rounded to a centimetre; polygons stay valid."""
        moved: Any = shapely.transform(cast("Any", geometry), lambda xy: np.round(self.degrees_of(xy), 7))
        if not np.all(shapely.is_valid(moved)):
            # A spike thinner than the rounding crosses itself once the plan is turned.
            moved = shapely.make_valid(moved, method="structure", keep_collapsed=False)
        return cast("G", moved)

    def to_3857(self, geometry: G) -> G:
        """A plane geometry, or an array of them, in Web-Mercator metres (EPSG:3857)."""
        moved: Any = shapely.transform(cast("Any", geometry), lambda xy: mercator_of(self.degrees_of(xy)))
        return cast("G", moved)


def mercator_of(degrees: Array) -> Array:
    """lon, lat degrees (n, 2) → EPSG:3857 metres (n, 2)."""
    x = SEMI_MAJOR_M * np.radians(degrees[:, 0])
    y = SEMI_MAJOR_M * np.log(np.tan(pi / 4 + np.radians(degrees[:, 1]) / 2))
    metres: Array = np.column_stack([x, y]).astype(np.float64).round(2)
    return metres


def make_frame(rng: np.random.Generator, lon: float, lat: float, *, scale: float, default: bool) -> Frame:
    """The default town lies level; others are turned, mirrored and bent by their seed."""
    turn = radians(-7.0) if default else float(rng.uniform(0, 2 * pi))
    waves = tuple(
        (
            float(rng.uniform(70, 130)),
            float(rng.uniform(3_200, 5_200)),
            float(rng.uniform(0, pi)),
            float(rng.uniform(0, 2 * pi)),
        )
        for _ in range(3)
    )
    return Frame(lon, lat, scale, turn, (not default) and bool(rng.random() < 0.5), waves)


def axes(shape: BaseGeometry) -> tuple[Array, Array, Array, float, float]:
    """Centre, unit vectors along and across, length and width of the smallest box around a shape."""
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    first, second = box[1] - box[0], box[2] - box[1]
    if np.hypot(*first) < np.hypot(*second):
        first, second = second, first
    length, width = float(np.hypot(*first)), float(np.hypot(*second))
    return box[:4].mean(axis=0), first / max(length, 1e-9), second / max(width, 1e-9), length, width


def smooth(points: Array, step_m: float = 30.0) -> Array:
    """Catmull-Rom curve through the points, sampled about every `step_m`; keeps the points themselves."""
    if len(points) < 3:
        return _straight(points, step_m)
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    parts = []
    for index in range(1, len(padded) - 2):
        before, start, end, after = padded[index - 1 : index + 3]
        count = max(2, int(np.hypot(*(end - start)) / step_m))
        t = (np.arange(count) / count)[:, None]
        parts.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    curve: Array = np.vstack([*parts, points[-1:]])
    return curve


def _straight(points: Array, step_m: float) -> Array:
    count = max(1, int(np.hypot(*(points[1] - points[0])) / step_m))
    t = (np.arange(count + 1) / count)[:, None]
    line: Array = points[0] + (points[1] - points[0]) * t
    return line
