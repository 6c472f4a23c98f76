"""The town as geometry: the same seed gives the same town, and nothing stands where it cannot stand."""

import hashlib

import numpy as np
import pytest
import shapely

from demo import areas as dividing
from demo.areas import TownAreas
from demo.town.frame import make_frame, smooth
from demo.town.layout import Town, build_town, site
from demo.town.network import HALF_WIDTH_M, with_bridges
from geo.gridarrays import mercator
from tests.demo.conftest import SCALE, SEED


def digest(town: Town) -> str:
    """Hash of everything a town is made of."""
    found = hashlib.sha256()
    for building in town.buildings:
        found.update(shapely.to_wkb(building.shape))
        found.update(f"{building.kind} {building.number} {building.residents}".encode())
    for street in town.streets:
        found.update(shapely.to_wkb(street.line) + street.name.encode())
    return found.hexdigest()


@pytest.fixture(scope="module")
def divided(town: Town) -> TownAreas:
    return dividing.divide(np.random.default_rng(1), town)


def test_same_seed_same_town(town: Town) -> None:
    assert digest(build_town(SEED, scale=SCALE)) == digest(town)


def test_another_seed_is_another_town(town: Town) -> None:
    assert digest(build_town(SEED + 1, scale=SCALE)) != digest(town)


def test_has_all_that_a_town_has(town: Town) -> None:
    kinds = {building.kind for building in town.buildings}
    assert {"detached", "apartments", "house", "industrial", "shed", "cabin"} <= kinds
    assert {"trunk", "primary", "secondary", "tertiary", "residential"} <= {s.kind for s in town.streets}
    assert len(town.houses) > 800
    assert len(town.settlements) == 8


def test_no_building_in_water_or_on_the_railway(town: Town) -> None:
    wet = shapely.union_all([town.terrain.water, town.terrain.railway.buffer(5)])
    assert not [building for building in town.buildings if building.shape.intersects(wet)]


def test_no_building_upon_another_or_on_a_street(town: Town) -> None:
    shapes = [building.shape for building in town.buildings]
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="overlaps").T
    assert not len(pairs)
    beds = [street.line.buffer(HALF_WIDTH_M[street.kind]) for street in town.streets]
    schools = [building.shape for building in town.buildings if building.kind in {"school", "kindergarten"}]
    others = [shape for shape in shapes if not any(shape is school for school in schools)]
    assert not len(shapely.STRtree(beds).query(others, predicate="intersects").T)


def test_footprints_are_valid_and_right_angled(town: Town) -> None:
    for building in town.buildings:
        assert building.shape.is_valid
        ring = np.array(building.shape.exterior.coords)
        sides = np.diff(ring, axis=0)
        turns = np.abs((sides * np.roll(sides, -1, axis=0)).sum(axis=1))
        assert turns.max() < 1e-6 * max(1.0, np.abs(ring).max())


def test_every_house_has_a_number_once_on_its_street(town: Town) -> None:
    seen = set()
    for house in town.houses:
        street = town.streets[house.street]
        assert street.name
        key = (street.settlement, street.name, house.number)
        assert key not in seen, key
        seen.add(key)


def test_sides_of_a_street_are_odd_and_even(town: Town) -> None:
    """Both sides in one run of the street never share parity."""
    sides: dict[tuple[int, bool], set[int]] = {}
    for house in town.houses:
        if house.along_m >= 0 and house.number.isdigit():
            sides.setdefault((house.street, house.left), set()).add(int(house.number) % 2)
    assert sides
    assert all(len(parities) == 1 for parities in sides.values())


def test_street_names_are_unique_in_a_settlement(town: Town) -> None:
    pieces: dict[tuple[int, str], list[int]] = {}
    for index, street in enumerate(town.streets):
        if street.name:
            pieces.setdefault((street.settlement, street.name), []).append(index)
    # Pieces of one street follow each other: a name never returns elsewhere.
    assert all(found[-1] - found[0] == len(found) - 1 for found in pieces.values())


def test_districts_cover_the_town_without_overlap(divided: TownAreas) -> None:
    shapes = list(divided.districts.values())
    assert len(shapes) == 6
    assert sum(shape.area for shape in shapes) == pytest.approx(divided.limit.area, rel=1e-9)
    for a, first in enumerate(shapes):
        assert all(first.intersection(second).area < 1.0 for second in shapes[a + 1 :])
    ground = shapely.union_all([divided.limit, *divided.territories.values()])
    assert ground.symmetric_difference(divided.okrug).area < 1.0


def test_every_house_of_the_town_is_in_exactly_one_district_and_precinct(
    town: Town, divided: TownAreas
) -> None:
    homes = [
        house.shape.representative_point()
        for house in town.houses
        if town.streets[house.street].settlement == 0
    ]
    homes = [home for home in homes if divided.limit.contains(home)]
    assert len(homes) > 700
    for level in (list(divided.districts.values()), divided.precincts):
        hits = shapely.STRtree(level).query(homes, predicate="within")[0]
        assert sorted(hits) == list(range(len(homes)))


def test_streets_cross_the_river_on_bridges_only(town: Town) -> None:
    ways = with_bridges(town.streets, town.terrain.river, town.terrain.stream)
    assert any(way.bridge for way in ways)
    assert not [
        way for way in ways if not way.bridge and way.line.intersection(town.terrain.river).length > 1
    ]


def test_projection_agrees_with_the_tile_grid() -> None:
    frame = make_frame(np.random.default_rng(3), 40.0, 55.0, scale=1.0, default=True)
    plane = np.array([[0.0, 0.0], [1000.0, -700.0]])
    degrees = frame.degrees_of(plane)
    x, y = mercator(degrees[:, 0], degrees[:, 1])
    drawn = shapely.get_coordinates(frame.to_3857(shapely.LineString(plane)))
    assert drawn == pytest.approx(np.column_stack([x, y]), abs=0.02)


def test_a_smoothed_line_keeps_its_points() -> None:
    points = np.array([(0, 0), (300, 50), (500, 400)], dtype=float)
    curve = smooth(points, 20)
    assert all(np.hypot(*(curve - point).T).min() < 1e-9 for point in points)


def test_sites_of_towns_are_apart() -> None:
    places = np.array([site(index) for index in range(300)])
    apart = np.hypot(
        (places[:, None, 0] - places[None, :, 0]) * 62, (places[:, None, 1] - places[None, :, 1]) * 111
    )
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 22
