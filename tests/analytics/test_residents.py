"""Residents of cells and areas: buildings, populations, both; sums that hold; finer cells are not told."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from analytics.models import AreaStatistic, CellResidents
from analytics.queries.residents import residents_of_areas, residents_of_cells
from analytics.queries.zone_residents import residents_within
from analytics.rules.dasymetric import Level, left_over, spread
from analytics.services.residents import record_counted, spread_year
from analytics.types import POPULATION, CountedResidents, ResidentsMethod
from geo import hexgrid
from geo.types import HexCell, LonLat
from territories.models import Area
from tests.builders import TOWN, box, make_area, make_house

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
EVEN, BUILT = ResidentsMethod.AREA, ResidentsMethod.BUILDINGS


def halves() -> tuple[Area, Area]:
    """Two areas side by side, some 2.2 by 6.7 km each."""
    west = make_area("Запад", polygon=box(TOWN.lon - 0.04, TOWN.lat - 0.03, TOWN.lon, TOWN.lat + 0.03))
    return west, make_area("Восток", polygon=box(TOWN.lon, TOWN.lat - 0.03, TOWN.lon + 0.04, TOWN.lat + 0.03))


def people_of(area: Area, people: float, year: int = 2026) -> None:
    AreaStatistic.objects.create(area=area, indicator=POPULATION, year=year, value=people)


def in_area(area: Area) -> float:
    return sum(CellResidents.objects.filter(area=area).values_list("residents", flat=True))


def town_cells(resolution: int) -> list[HexCell]:
    found = hexgrid.cells_within(shapely.box(30.24, 59.96, 30.36, 60.04), 9)
    return sorted({hexgrid.parent(HexCell(cell), resolution) for cell in found}, key=lambda cell: cell.index)


def houses(path: Path, rows: list[tuple[float, float, object]], srid: int = 4326) -> Path:
    shapes = [shapely.box(lon, lat, lon + 0.0002, lat + 0.0002) for lon, lat, _people in rows]
    frame = gpd.GeoDataFrame({"жители": [row[2] for row in rows]}, geometry=shapes, crs=4326).to_crs(srid)
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path)
    return path


def run(path: Path, *options: str) -> dict:
    out = StringIO()
    call_command("import_residents", str(path), "--year", "2026", *options, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(("name", "srid"), [("houses.geojson", 4326), ("houses.parquet", 32636)])
def test_buildings_without_a_population_count_as_they_are(tmp_path: Path, name: str, srid: int) -> None:
    west, _east = halves()
    rows = [(TOWN.lon - 0.01, TOWN.lat, 40), (TOWN.lon - 0.01, TOWN.lat, 2.0), (TOWN.lon + 1, TOWN.lat, 5)]
    path = houses(tmp_path / name, rows, srid)
    report = run(path)
    assert (report["read"], report["created"], report["refused"]) == (3, 2, 0)
    assert in_area(west) == 42
    assert CellResidents.objects.get(area=None).residents == 5
    again = run(path)
    assert (again["created"], again["updated"]) == (0, 0)


def test_rows_without_residents_or_out_of_the_world_are_refused(tmp_path: Path) -> None:
    rows = [
        (TOWN.lon, TOWN.lat, "сто"),
        (TOWN.lon, TOWN.lat, "-1"),
        (TOWN.lon, TOWN.lat, "0"),
        (0.0, 95.0, "3"),
    ]
    halves()
    report = run(houses(tmp_path / "houses.geojson", [*rows, (TOWN.lon, TOWN.lat, "3")]))
    assert report["refused_by"] == {"no_residents": 2, "impossible_coordinates": 1}
    assert report["residents_read"] == 3


def test_what_a_source_no_longer_has_is_gone(tmp_path: Path) -> None:
    halves()
    path = houses(
        tmp_path / "houses.geojson", [(TOWN.lon - 0.03, TOWN.lat, 40), (TOWN.lon + 0.03, TOWN.lat, 2)]
    )
    run(path)
    houses(path, [(TOWN.lon - 0.03, TOWN.lat, 41)])
    run(path)
    assert [row.residents for row in CellResidents.objects.all()] == [41]


def test_without_buildings_all_cells_of_an_area_have_the_same() -> None:
    west, east = halves()
    people_of(west, 10_000)
    people_of(east, 500)
    done = spread_year(year=2026, on=DAY)
    assert done.people == pytest.approx(10_500)
    assert in_area(west) == pytest.approx(10_000)
    assert in_area(east) == pytest.approx(500)
    assert CellResidents.objects.filter(resolution__lt=9).exists()
    found = residents_of_cells(town_cells(9), on=DAY)
    inside = hexgrid.counting_cell(TOWN, 9)
    west_cells = [cell for cell in town_cells(9) if hexgrid.centre(cell).lon < TOWN.lon - 0.005]
    per_cell = {round(found.people[cell.index], 6) for cell in west_cells if cell.index in found.people}
    assert len(per_cell) == 1
    assert found.methods[inside.index] == {EVEN}
    assert spread_year(year=2026, on=DAY).recorded.created == 0


def test_cells_of_every_resolution_have_the_same_sum_and_finer_ones_are_not_told() -> None:
    west, _east = halves()
    people_of(west, 7_777)
    record_counted(
        rows=[CountedResidents(hexgrid.counting_cell(TOWN, 9).index, None, 23)], source=None, year=2026
    )
    spread_year(year=2026, on=DAY)
    for resolution in range(4, 10):
        found = residents_of_cells(town_cells(resolution), on=DAY)
        assert sum(found.people.values()) == pytest.approx(7_777 + 23, abs=23)
    assert residents_of_cells(town_cells(9)[:1], on=DAY).year == 2026
    assert residents_of_cells([hexgrid.counting_cell(TOWN, 10)], on=DAY) is None


def test_buildings_are_scaled_to_the_population() -> None:
    west, east = halves()
    cells = [cell for cell in town_cells(9) if hexgrid.centre(cell).lon < TOWN.lon - 0.045][:2]
    rows = [
        CountedResidents(cell.index, west.pk, people) for cell, people in zip(cells, (30, 90), strict=True)
    ]
    record_counted(rows=rows, source=None, year=2026)
    people_of(west, 200)
    people_of(east, 50)
    done = spread_year(year=2026, on=DAY)
    assert (done.plan.scaled, done.plan.only_even) == (1, 1)
    built = CellResidents.objects.filter(method=BUILT.value).order_by("counted")
    assert [row.residents for row in built] == [50, 150]
    assert [row.counted for row in built] == [30, 90]


def test_few_buildings_keep_their_people_and_the_rest_live_elsewhere() -> None:
    west, _east = halves()
    cell = next(cell for cell in town_cells(9) if hexgrid.centre(cell).lon < TOWN.lon - 0.045)
    record_counted(rows=[CountedResidents(cell.index, west.pk, 30)], source=None, year=2026)
    people_of(west, 1_000)
    done = spread_year(year=2026, on=DAY)
    assert done.plan.kept == 1
    assert in_area(west) == pytest.approx(1_000)
    assert residents_of_cells([cell], on=DAY).people[cell.index] == 30


def test_an_area_around_others_has_what_they_leave() -> None:
    west, _east = halves()
    around = make_area("Область", polygon=box(), kind="region", collection="regions")
    people_of(west, 300)
    people_of(around, 1_000)
    done = spread_year(year=2026, on=DAY)
    assert done.people == pytest.approx(1_000)
    assert in_area(west) == pytest.approx(300)
    assert in_area(around) == pytest.approx(700)
    assert done.plan.disagreeing == []


def test_an_area_with_fewer_people_than_those_inside_it_is_told() -> None:
    west, _east = halves()
    around = make_area("Область", polygon=box(), kind="region", collection="regions")
    people_of(west, 300)
    people_of(around, 200)
    done = spread_year(year=2026, on=DAY)
    assert done.people == pytest.approx(300)
    assert in_area(around) == 0
    assert done.plan.disagreeing == [("Область", 200, 300)]


def test_the_same_ground_drawn_twice_is_counted_once() -> None:
    first = make_area("Район", polygon=box(), collection="one")
    make_area("Район", polygon=box(), collection="two")
    for area in Area.objects.all():
        people_of(area, 640)
    assert spread_year(year=2026, on=DAY).people == pytest.approx(640)
    assert first.pk


def test_an_area_smaller_than_a_cell_has_one() -> None:
    small = make_area("Двор", polygon=box(TOWN.lon, TOWN.lat, TOWN.lon + 0.0004, TOWN.lat + 0.0002))
    people_of(small, 12)
    spread_year(year=2026, on=DAY)
    assert in_area(small) == 12


def test_people_of_areas_are_told_with_their_year_and_way() -> None:
    parent = make_area("Город", kind="city", collection="cities")
    west, east = halves()
    for child in (west, east):
        child.boundaries.update(parent=parent)
    people_of(west, 100, 2020)
    people_of(west, 110, 2025)
    people_of(west, 120, 2027)
    record_counted(
        rows=[CountedResidents(hexgrid.counting_cell(TOWN, 9).index, east.pk, 60)], source=None, year=2026
    )
    found = residents_of_areas([parent.pk, west.pk, east.pk], on=DAY)
    assert (found[west.pk].people, found[west.pk].year, found[west.pk].counted) == (110, 2025, None)
    assert (found[east.pk].people, found[east.pk].counted) == (60, BUILT)
    assert (found[parent.pk].people, found[parent.pk].counted) == (60, BUILT)
    people_of(east, 90, 2026)
    assert residents_of_areas([parent.pk], on=DAY)[parent.pk].people == 200
    assert residents_of_areas([west.pk], on=date(2019, 1, 1))[west.pk].year == 2020


def test_an_area_of_no_tree_has_what_its_cells_have() -> None:
    west, east = halves()
    people_of(west, 1000)
    people_of(east, 3000)
    spread_year(year=2026, on=DAY)
    half = box(TOWN.lon - 0.04, TOWN.lat - 0.03, TOWN.lon - 0.02, TOWN.lat + 0.03)
    precinct = make_area("Участок № 1", kind="precinct", polygon=half, collection="precincts")
    found = residents_of_areas([precinct.pk, west.pk], on=DAY)
    assert found[precinct.pk].people == pytest.approx(500, rel=0.1)
    assert (found[precinct.pk].counted, found[west.pk].counted) == (EVEN, None)


def test_on_how_much_of_the_ground_residents_are_known() -> None:
    """Of fields in an area that was counted nobody is missing; an area that was not counted is missing whole."""
    parent = make_area(
        "Город",
        kind="city",
        collection="cities",
        polygon=box(TOWN.lon - 0.04, TOWN.lat - 0.03, TOWN.lon + 0.04, TOWN.lat + 0.03),
    )
    west, east = halves()
    for child in (west, east):
        child.boundaries.update(parent=parent)
    inner = hexgrid.counting_cell(LonLat(TOWN.lon - 0.02, TOWN.lat), 9).index
    record_counted(rows=[CountedResidents(inner, west.pk, 600)], source=None, year=2026)
    found = residents_of_areas([parent.pk, west.pk, east.pk], on=DAY)
    assert found[parent.pk].known == pytest.approx(0.5, abs=0.05)
    assert found[west.pk].known == pytest.approx(1, abs=0.05)
    assert east.pk not in found
    across = residents_within(
        shapely.box(TOWN.lon - 0.03, TOWN.lat - 0.02, TOWN.lon + 0.01, TOWN.lat + 0.02), on=DAY
    )
    assert across is not None
    assert across.people == 600
    assert across.known == pytest.approx(0.75, abs=0.06)
    people_of(parent, 5000)
    assert residents_of_areas([parent.pk], on=DAY)[parent.pk].known == 1.0


def test_nothing_known_is_nothing_told() -> None:
    west, _east = halves()
    assert residents_of_cells(town_cells(9), on=DAY) is None
    assert residents_of_areas([west.pk], on=DAY) == {}


def test_houses_of_metka_count_as_buildings() -> None:
    west, _east = halves()
    house = make_house(at=LonLat(TOWN.lon - 0.03, TOWN.lat))
    house.residents = 77
    house.save()
    make_house("14")
    call_command("spread_residents", "--year", "2026", "--houses", stdout=StringIO())
    assert in_area(west) == 77


@given(
    total=st.integers(0, 10**6),
    counted=st.lists(st.integers(0, 5_000), max_size=6),
    cells=st.integers(0, 40),
)
def test_the_people_of_an_area_are_all_placed(total: int, counted: list[int], cells: int) -> None:
    done = spread(float(total), {str(key): float(value) for key, value in enumerate(counted)}, cells)
    placed = sum(done.counted.values()) + done.each * cells
    assert placed + done.unplaced == pytest.approx(total)
    assert done.each >= 0
    assert all(value >= 0 for value in done.counted.values())
    assert not done.unplaced or (not cells and not sum(counted))


def test_inner_areas_are_taken_off_at_every_level() -> None:
    levels = [Level(10), Level(20), Level(50, (0, 1)), Level(40), Level(80, (2, 3))]
    assert left_over(levels) == [10, 20, 20, 40, -10]


class Sums(TestCase):
    """Random towns: whatever is known of them, the cells of an area add up to its population."""

    @settings(max_examples=10, deadline=None)
    @given(
        populations=st.lists(st.none() | st.integers(0, 5_000), min_size=4, max_size=4),
        buildings=st.lists(
            st.tuples(st.integers(0, 3), st.integers(0, 200), st.integers(0, 900)), max_size=8
        ),
    )
    def test_sums(self, populations: list[int | None], buildings: list[tuple[int, int, int]]) -> None:
        step = 0.03
        areas = [
            make_area(
                f"A{n}",
                polygon=box(TOWN.lon + n * step, TOWN.lat, TOWN.lon + (n + 1) * step, TOWN.lat + 0.02),
            )
            for n in range(4)
        ]
        rows: dict[tuple[int, int], float] = {}
        for number, place, people in buildings:
            ground = shapely.from_wkb(bytes(areas[number].boundaries.get().geom.wkb))
            cells = hexgrid.cells_within(ground, 9)
            rows[cells[place % len(cells)], areas[number].pk] = people
        counted = [CountedResidents(cell, area_id, people) for (cell, area_id), people in rows.items()]
        record_counted(rows=counted, source=None, year=2026)
        for area, population in zip(areas, populations, strict=True):
            if population is not None:
                people_of(area, population)
        spread_year(year=2026, on=DAY)
        for area, population in zip(areas, populations, strict=True):
            own = sum(people for (_cell, area_id), people in rows.items() if area_id == area.pk)
            assert in_area(area) == pytest.approx(own if population is None else population)


def test_both_statements_go_by_the_index() -> None:
    west, _east = halves()
    people_of(west, 7_777)
    spread_year(year=2026, on=DAY)
    with CaptureQueriesContext(connection) as asked:
        residents_of_cells(town_cells(8), on=DAY)
    statements = [query["sql"] for query in asked if "unnest" in query["sql"]]
    assert len(statements) == 2
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analytics_cellresidents")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in statements:
            cursor.execute("EXPLAIN " + statement)
            plan = str(cursor.fetchall())
            assert "cell_residents_first" in plan or "cell_residents_once" in plan
            assert "first" in plan.partition("Index Cond")[2]
