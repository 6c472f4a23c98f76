"""Polygons across the 180th meridian, in each of the shapes that files give them."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.importing.antimeridian import cut_at_antimeridian

WEST, EAST = box(-180, 62, -175, 64), box(175, 62, 180, 64)
HOLED = Polygon(box(175, 62, 185, 64).exterior, [box(181, 62.5, 182, 63).exterior])


def cut(geometry: BaseGeometry | None) -> BaseGeometry | None:
    done: BaseGeometry | None = cut_at_antimeridian(np.array([geometry], dtype=object))[0]
    return done


@pytest.mark.parametrize(
    "drawn",
    [
        box(175, 62, 185, 64),
        box(-185, 62, -175, 64),
        Polygon([(175, 62), (-175, 62), (-175, 64), (175, 64)]),
        Polygon([(175, 62), (180, 62), (-180, 62), (-175, 62), (-175, 64), (-180, 64), (180, 64), (175, 64)]),
        MultiPolygon([box(175, 62, 185, 63), Polygon([(175, 63), (-175, 63), (-175, 64), (175, 64)])]),
    ],
)
def test_every_drawing_of_a_crossing_polygon_is_one_ground(drawn: BaseGeometry) -> None:
    done = cut(drawn)
    assert done.is_valid or isinstance(drawn, MultiPolygon)
    assert shapely.union_all(list(shapely.get_parts(done))).equals(MultiPolygon([WEST, EAST]))


def test_a_hole_moves_with_its_part() -> None:
    done = cut(HOLED)
    assert done.area == pytest.approx(HOLED.area)
    assert not done.contains(Point(-178.5, 62.75))
    assert done.contains(Point(-176, 63))


def test_a_ring_that_jumps_may_cross_itself_too() -> None:
    assert cut(Polygon([(179, 60), (-179, 61), (-179, 60), (179, 61)])).area == pytest.approx(1.0)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        Point(190, 60),
        box(30, 60, 31, 61),
        MultiPolygon([WEST, EAST]),
        box(-180, -90, 180, 90),
        box(500, 60, 500.1, 61),
        box(200, 60, 201, 61),
        Polygon([(-180, -90), (-180, -70), (0, -65), (180, -70), (180, -90)]),
        Polygon([(float("inf"), 60), (1, 60), (1, 61), (float("inf"), 60)]),
    ],
)
def test_what_does_not_cross_is_left_alone(geometry: BaseGeometry | None) -> None:
    assert shapely.to_wkb(cut(geometry)) == shapely.to_wkb(geometry)


@given(st.floats(-179, 179), st.floats(-80, 70), st.floats(0.01, 80), st.floats(0.01, 10))
def test_nothing_is_lost_wherever_a_box_begins(
    west: float, south: float, width: float, height: float
) -> None:
    drawn = box(west, south, west + width, south + height)
    done = cut(drawn)
    assert done.area == pytest.approx(drawn.area, rel=1e-6)
    assert -180 <= done.bounds[0] <= done.bounds[2] <= 180
