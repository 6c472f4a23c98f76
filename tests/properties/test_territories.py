"""Properties of places: one district for every point, pieces or whole polygons, one by one or in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from math import isclose, sin
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.types import LonLat
from territories.bulk import BulkIndex
from territories.metric import distances_m
from territories.models import Area, Boundary, HouseContract, Organisation, Piece, ServiceZone
from territories.queries import areas_covering, decide_executor
from territories.services.boundaries import publish, stage
from territories.services.zones import rebuild
from territories.types import AreaHit, Candidate, Decision, TopicRef, TopicScope, ZoneBasis
from tests.builders import make_authority, make_house, make_organisation
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
SIZE = 4
STEP_M = 40.0
TOPICS = [
    TopicRef(),
    TopicRef("pothole", "roads", TopicScope.ROAD),
    TopicRef("leak", "housing", TopicScope.HOUSE),
    TopicRef("bin", "waste", TopicScope.YARD),
]
GEOD = Geod(ellps="WGS84")
pytestmark = pytest.mark.django_db
few = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is stored inside is gone afterwards: each example begins with an empty town."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@st.composite
def towns(draw: st.DrawFn) -> Grid:
    rows = [draw(st.text("ABC", min_size=SIZE, max_size=SIZE)) for _row in range(SIZE)]
    return Grid("\n".join(rows), step_m=STEP_M)


# Anywhere in the town and around it; corners and edges of squares, which lie on borders; and a step beside them.
EDGES = st.integers(0, SIZE).map(float)
BESIDE = st.builds(
    lambda edge, metres: edge + metres / STEP_M,
    EDGES,
    st.sampled_from([-14.0, -0.5, -0.02, -0.005, 0.005, 0.02, 0.5, 14.0, 16.0]),
)
COORDINATES = st.one_of(st.floats(-0.6, SIZE + 0.6), EDGES, BESIDE)
PLACES = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=12)


def put(grid: Grid, *, since: date | None = None) -> list[str]:
    """Publish the town's districts, with the whole town above them; answers the letters."""
    letters = sorted(set("".join(grid.rows)))
    rows = [grid.area(letter, parent_code="town") for letter in letters]
    rows.append(grid.area("ABC", kind="city", code="town"))
    publish(version=stage(collection="town", rows=rows), valid_from=since, now=NOW)
    return letters


REFORM = date(2026, 6, 1)


@given(grid=towns(), reformed=towns(), places=PLACES)
@few
def test_every_point_is_in_exactly_one_district_and_on_a_border_in_all_that_share_it(
    grid: Grid, reformed: Grid, places: list[tuple[float, float]]
) -> None:
    with undone():
        districts = {date(2026, 5, 31): (grid, put(grid)), REFORM: (reformed, put(reformed, since=REFORM))}
        for on, (drawn, letters) in districts.items():
            polygons = {letter: drawn.polygon(letter) for letter in letters}
            for column, row in places:
                point = drawn.at(column, row)
                pin = shapely.Point(point.lon, point.lat)
                found = {hit.code for hit in areas_covering(point, on=on) if hit.kind == "district"}
                metres = {letter: border_m(polygon, point) for letter, polygon in polygons.items()}
                inside = {letter for letter, polygon in polygons.items() if polygon.covers(pin)}
                if min(metres.values()) > 0.0101:
                    assert found == inside
                    assert len(found) == (0 <= column <= SIZE and 0 <= row <= SIZE)
                elif min(metres.values()) < 0.0099:
                    assert found == inside | {letter for letter, metre in metres.items() if metre <= 0.01}


def border_m(polygon: shapely.MultiPolygon, point: LonLat) -> float:
    border = np.array([polygon.boundary], dtype=object)
    return float(distances_m(border, np.array([point.lon]), np.array([point.lat]))[0])


class Wavy(Grid):
    """The same town with borders of very many corners, so that polygons are stored in pieces; neighbours fit.

    The waves are so flat that no two places of the plain town fall together.
    """

    def _square(self, column: int, row: int) -> shapely.Polygon:
        west, north, east, south = column, row, column + 1, row + 1
        # Each side from its western or northern end, for both squares that share it.
        top, bottom = self._side(west, north, east, north), self._side(west, south, east, south)
        left, right = self._side(west, north, west, south), self._side(east, north, east, south)
        return shapely.Polygon([*top, *right[1:], *bottom[::-1][1:], *left[::-1][1:-1]])

    def _side(self, west: float, north: float, east: float, south: float) -> list[tuple[float, float]]:
        steps = np.linspace(0, 1, CORNERS + 1)
        columns, rows = west + (east - west) * steps, north + (south - north) * steps
        places = (
            self.at(column + 0.03 * sin(20 * row), row + 0.03 * sin(20 * column))
            for column, row in zip(columns.tolist(), rows.tolist(), strict=True)
        )
        return [(place.lon, place.lat) for place in places]


CORNERS = 40
MOST_CUTS = 24


def beside_cuts(share: float) -> list[LonLat]:
    """Places on the edges that subdividing made, inside of the polygons: at a share of each stretch."""
    found = []
    for boundary in Boundary.objects.all():
        ground = shapely.from_wkb(bytes(boundary.geom.wkb))
        for piece in boundary.pieces.all():
            corners = shapely.get_coordinates(shapely.from_wkb(bytes(piece.geom.wkb)))
            middles = corners[:-1] + (corners[1:] - corners[:-1]) * share
            inner = [xy for xy in middles if ground.boundary.distance(shapely.Point(xy)) > 1e-6]
            found += [LonLat(*xy) for xy in inner[:4]]
    return found[:: len(found) // MOST_CUTS + 1]


@given(grid=towns(), places=PLACES, share=st.floats(0, 1))
@settings(few, max_examples=10)
def test_subdivided_and_whole_polygons_answer_alike_away_from_borders(
    grid: Grid, places: list[tuple[float, float]], share: float
) -> None:
    with undone():
        wavy = Wavy("\n".join(grid.rows), step_m=STEP_M)
        put(wavy)
        cuts = beside_cuts(share)
        assert cuts
        points = [wavy.at(column, row) for column, row in places] + cuts
        pieces = [areas_covering(point, on=TODAY) for point in points]
        assert Piece.objects.count() > Boundary.objects.count()
        Piece.objects.all().delete()
        for boundary in Boundary.objects.all():
            Piece.objects.create(boundary=boundary, geom=boundary.geom)
        for point, found in zip(points, pieces, strict=True):
            whole = areas_covering(point, on=TODAY)
            if all(hit.border_m > 0.01 for hit in (*whole, *found)):
                assert whole == found


@given(
    lon=st.floats(-170, 170), lat=st.floats(-75, 75), bearing=st.floats(0, 360), metres=st.floats(0.01, 100.0)
)
def test_distances_are_those_on_the_ground(lon: float, lat: float, bearing: float, metres: float) -> None:
    east, north, _back = GEOD.fwd(lon, lat, bearing, metres)
    there = np.array([shapely.Point(east, north)], dtype=object)
    assert distances_m(there, np.array([lon]), np.array([lat]))[0] == pytest.approx(metres, abs=0.002)


@st.composite
def duties(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Zones over some letters of a town, for some topics, some of them shared, old or ended."""
    return draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "letters": st.sampled_from(["A", "B", "AB", "BC", "ABC"]),
                    "organisation": st.integers(0, 2),
                    "topics": st.sampled_from([[], ["pothole"], ["bin", "leak"]]),
                    "categories": st.sampled_from([[], [], ["waste"]]),
                    "shared": st.sampled_from([False, False, False, True]),
                    "valid_from": st.sampled_from([None, date(2020, 1, 1), date(2026, 3, 11)]),
                    "valid_to": st.sampled_from([None, None, date(2026, 3, 11), TODAY]),
                    "basis": st.sampled_from([ZoneBasis.POLYGON, ZoneBasis.POLYGON, ZoneBasis.AREAS]),
                }
            ),
            max_size=5,
        )
    )


def furnish(
    grid: Grid, letters: list[str], duty: list[dict[str, Any]], house_at: tuple[float, float]
) -> None:
    """Organisations, zones, a road, a house with its contract, and authorities of some areas."""
    companies = [make_organisation(f"Компания {number}") for number in range(3)]
    for zone in duty:
        values = dict(zone)
        marks = [letter for letter in values.pop("letters") if letter in letters]
        company, basis = companies[values.pop("organisation")], values.pop("basis")
        if marks and (values["valid_from"] or date.min) <= (values["valid_to"] or date.max):
            store_zone(grid, "".join(marks), company, basis, values)
    west, east = grid.at(0, SIZE / 2 + 0.1), grid.at(SIZE, SIZE / 2 + 0.1)
    road = LineString((west.lon, west.lat), (east.lon, east.lat), srid=4326)
    asset = ServiceZone.objects.create(
        organisation=companies[2], basis=ZoneBasis.ASSET, geom=road, categories=["roads"]
    )
    rebuild(zone_ids=[asset.pk])
    house = make_house(at=grid.at(*house_at))
    HouseContract.objects.create(house=house, organisation=companies[1], valid_from=date(2026, 3, 1))
    make_authority(make_organisation("Город"), Area.objects.get(kind="city"))
    for letter in letters[:2]:
        make_authority(
            make_organisation(f"Район {letter}"), Area.objects.get(code=letter), categories=["roads"]
        )


def store_zone(
    grid: Grid, letters: str, company: Organisation, basis: ZoneBasis, values: dict[str, Any]
) -> None:
    geometry = GEOSGeometry(grid.polygon(letters).wkt, srid=4326) if basis == ZoneBasis.POLYGON else None
    zone = ServiceZone.objects.create(organisation=company, basis=basis, geom=geometry, **values)
    if geometry:
        rebuild(zone_ids=[zone.pk])
    else:
        zone.areas.set(Area.objects.filter(code__in=list(letters)))


@given(
    grid=towns(),
    duty=duties(),
    places=PLACES,
    house_at=st.tuples(st.floats(0, SIZE), st.floats(0, SIZE)),
    on=st.sampled_from([date(2019, 5, 5), date(2026, 3, 5), TODAY, date(2026, 3, 11)]),
)
@few
def test_one_by_one_and_in_bulk_are_the_same(
    grid: Grid,
    duty: list[dict[str, Any]],
    places: list[tuple[float, float]],
    house_at: tuple[float, float],
    on: date,
) -> None:
    with undone():
        furnish(grid, put(grid), duty, house_at)
        cases = [(grid.at(*place), topic) for place in places for topic in TOPICS]
        single = [decide_executor(point, topic, on=on) for point, topic in cases]
        index = BulkIndex(on=TODAY)
        points, topics = [point for point, _topic in cases], [topic for _point, topic in cases]
        bulk = index.decide(points, topics, on=[on] * len(cases))
        for one, many in zip(single, bulk, strict=True):
            assert alike(one, many), f"{one}\n{many}"
        lons, lats = np.array([p.lon for p in points]), np.array([p.lat for p in points])
        answers = index.answers(lons, lats, topics, on=[on] * len(cases))
        for one, which, metres in zip(single, answers.which, answers.border_m, strict=True):
            assert told(answers.kinds[which]) == told(one)
            assert isclose(metres, one.border_m, rel_tol=0.01, abs_tol=0.001) if one.border_m else True


def told(decision: Decision) -> tuple[Any, ...]:
    """Everything of a decision but distances, which pins that share one do not have in common."""
    return (
        *(decision.rule, decision.organisation_id, decision.manual_reason, decision.ambiguous),
        *(decision.house_id, decision.version_id),
        [hit.area_id for hit in decision.areas],
        [hit.area_id for hit in decision.neighbours],
        [named(candidate) for candidate in (decision.chosen, decision.runner_up, *decision.tied)],
    )


def named(candidate: Candidate | None) -> tuple[Any, ...] | None:
    if candidate is None:
        return None
    return (
        *(candidate.rule, candidate.organisation_id, candidate.specificity, candidate.label),
        *(candidate.area_id, candidate.zone_id, candidate.house_id),
    )


def alike(one: Any, other: Any) -> bool:
    """Equal values, distances to a millimetre near by and to a hundredth far away."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=0.01, abs_tol=0.001)
    if is_dataclass(one):
        return type(one) is type(other) and all(
            alike(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)
        )
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


@given(grid=towns(), duty=duties(), places=PLACES, order=st.randoms(use_true_random=False))
@few
def test_the_order_in_which_things_are_asked_does_not_matter(
    grid: Grid, duty: list[dict[str, Any]], places: list[tuple[float, float]], order: Any
) -> None:
    with undone():
        furnish(grid, put(grid), duty, (1.0, 1.0))
        index = BulkIndex(on=TODAY)
        points = [grid.at(*place) for place in places]
        straight = dict(zip(points, index.decide(points, [TOPICS[3]] * len(points)), strict=True))
        order.shuffle(points)
        shuffled = index.decide(points, [TOPICS[3]] * len(points))
        assert [straight[point] for point in points] == shuffled


@given(grid=towns(), places=PLACES)
@few
def test_bulk_areas_are_those_of_the_query_away_from_borders(
    grid: Grid, places: list[tuple[float, float]]
) -> None:
    with undone():
        put(grid)
        points = [grid.at(*place) for place in places]
        index = BulkIndex(on=TODAY)
        at, owner = index.areas(np.array([p.lon for p in points]), np.array([p.lat for p in points]))
        for position, point in enumerate(points):
            hits: tuple[AreaHit, ...] = areas_covering(point, on=TODAY)
            if any(hit.border_m <= 0.01 for hit in hits):
                continue
            found = {index.area_owners[i].hit.area_id for i in owner[at == position]}
            assert found == {hit.area_id for hit in hits}
