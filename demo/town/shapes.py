"""Footprints of buildings: rectangles, L, U and H of true right angles; not where they stand."""

from typing import cast

import numpy as np
import shapely
from shapely import Polygon

from demo.town.frame import Array


def rectangle(length: float, depth: float) -> Array:
    x, y = length / 2, depth / 2
    return np.array([(-x, -y), (x, -y), (x, y), (-x, y)])


def l_shape(length: float, depth: float, wing: float) -> Array:
    """A bar along the street with a wing into the yard (positive y)."""
    x, y, thick = length / 2, depth / 2, min(depth, length * 0.45)
    return np.array([(-x, -y), (x, -y), (x, y + wing), (x - thick, y + wing), (x - thick, y), (-x, y)])


def u_shape(length: float, depth: float, wing: float) -> Array:
    x, y, thick = length / 2, depth / 2, min(depth, length * 0.3)
    return np.array(
        [
            (-x, -y), (x, -y), (x, y + wing), (x - thick, y + wing),
            (x - thick, y), (-x + thick, y), (-x + thick, y + wing), (-x, y + wing),
        ]
    )  # fmt: skip


def h_shape(length: float, depth: float) -> Array:
    """A school: two wings and a passage."""
    x, y, thick, gap = length / 2, depth / 2, length * 0.27, depth * 0.17
    return np.array(
        [
            (-x, -y), (-x + thick, -y), (-x + thick, -gap), (x - thick, -gap), (x - thick, -y), (x, -y),
            (x, y), (x - thick, y), (x - thick, gap), (-x + thick, gap), (-x + thick, y), (-x, y),
        ]
    )  # fmt: skip


def stand(footprint: Array, at: Array, along: Array) -> Array:
    """Footprint turned so that its x runs along the unit vector, its yard side to the left, and moved."""
    across = np.array([-along[1], along[0]])
    placed: Array = at + footprint[:, :1] * along + footprint[:, 1:] * across
    return placed


def polygon(footprint: Array, at: Array, along: Array) -> Polygon:
    """The footprint as it stands."""
    # Not the class: its constructor asks what it is given, which takes three times as long.
    return cast("Polygon", shapely.polygons(stand(footprint, at, along)))
