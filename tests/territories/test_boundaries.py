"""Boundary versions: staged unseen, checked, published in one step, answerable by date."""

from datetime import UTC, date, datetime

import pytest
import shapely
from django.db import transaction

from appeals.models import Appeal
from geo.types import LonLat
from territories.errors import (
    DuplicateArea,
    NotAPolygon,
    NothingToStage,
    NotStaged,
    ParentCircle,
    PublishedTooEarly,
    UnknownArea,
    UnknownParent,
)
from territories.importing.places import AreaBook
from territories.models import Area, Boundary, BoundaryVersion, Collection, Piece
from territories.queries import areas_covering, name_on
from territories.services.boundaries import bring_up_to_date, publish, stage
from territories.types import AreaRow, VersionState
from tests.builders import make_appeal
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
BEFORE = Grid("AABB\nAABB")
AFTER = Grid("AAAB\nAAAB")
pytestmark = pytest.mark.django_db


def districts(grid: Grid, letters: str = "AB") -> list[AreaRow]:
    return [grid.area(letter) for letter in letters]


def codes(point: LonLat, on: date = TODAY) -> list[str]:
    return [hit.code for hit in areas_covering(point, on=on)]


def published(rows: list[AreaRow], slug: str = "town", since: date | None = None) -> BoundaryVersion:
    return publish(version=stage(collection=slug, rows=rows), valid_from=since, now=NOW)


def test_a_staged_set_is_invisible_until_it_is_published() -> None:
    version = stage(collection="town", rows=districts(BEFORE))
    assert version.state == VersionState.STAGED
    assert codes(BEFORE.point(0, 0)) == []
    assert not Area.objects.in_force(TODAY).exists()
    publish(version=version, now=NOW)
    assert codes(BEFORE.point(0, 0)) == ["A"]
    assert Area.objects.in_force(TODAY).count() == 2


def test_the_first_version_reaches_back_without_bound() -> None:
    published(districts(BEFORE))
    assert codes(BEFORE.point(0, 0), date(1703, 5, 27)) == ["A"]


def test_the_first_version_begins_when_told() -> None:
    published(districts(BEFORE), since=date(2020, 1, 1))
    assert codes(BEFORE.point(0, 0), date(2019, 12, 31)) == []
    assert codes(BEFORE.point(0, 0), date(2020, 1, 1)) == ["A"]


def test_a_new_version_leaves_the_old_days_answerable() -> None:
    published(districts(BEFORE))
    published(districts(AFTER), since=date(2026, 1, 1))
    moved = BEFORE.point(2, 0)
    assert codes(moved, date(2025, 12, 31)) == ["B"]
    assert codes(moved, date(2026, 1, 1)) == ["A"]


def test_a_later_version_begins_today_unless_told_otherwise() -> None:
    published(districts(BEFORE))
    later = published(districts(AFTER))
    assert later.valid_from == TODAY


def test_areas_stay_the_same_rows_across_versions() -> None:
    published(districts(BEFORE))
    before = set(Area.objects.values_list("pk", flat=True))
    published(districts(AFTER), since=date(2026, 1, 1))
    assert set(Area.objects.values_list("pk", flat=True)) == before


def test_the_same_content_makes_no_new_version() -> None:
    first = published(districts(BEFORE))
    again = stage(collection="town", rows=list(reversed(districts(BEFORE))))
    assert again == first
    assert BoundaryVersion.objects.count() == 1


def test_the_same_staged_content_comes_back_staged() -> None:
    first = stage(collection="town", rows=districts(BEFORE))
    assert stage(collection="town", rows=districts(BEFORE)) == first


def test_another_name_is_another_version() -> None:
    published(districts(BEFORE))
    rows = [AreaRow(row.kind, row.code, row.name + "!", row.geometry) for row in districts(BEFORE)]
    published(rows, since=date(2026, 1, 1))
    assert areas_covering(BEFORE.point(0, 0), on=date(2025, 1, 1))[0].name == "Район A"
    assert areas_covering(BEFORE.point(0, 0), on=TODAY)[0].name == "Район A!"
    assert Area.objects.get(code="A").name == "Район A!"


NEXT_YEAR = date(2027, 1, 1)


def renamed(grid: Grid = BEFORE) -> list[AreaRow]:
    """The districts under new names, in a city that is new as well."""
    rows = [
        AreaRow(row.kind, row.code, f"Округ {row.code}", row.geometry, "40-new", "C")
        for row in districts(grid)
    ]
    return [*rows, grid.area("AB", kind="city", code="C")]


def test_a_version_published_ahead_renames_nothing_before_it_begins() -> None:
    published(districts(BEFORE))
    published(renamed(), since=NEXT_YEAR)
    area = Area.objects.get(code="A")
    assert (area.name, area.oktmo, area.parent) == ("Район A", "", None)
    place = BEFORE.point(0, 0)
    assert [hit.name for hit in areas_covering(place, on=date(2026, 12, 31))] == ["Район A"]
    assert [hit.name for hit in areas_covering(place, on=NEXT_YEAR)] == ["Округ A", "Район C"]


def test_an_area_is_called_what_the_day_calls_it() -> None:
    published(districts(BEFORE))
    published(renamed(), since=NEXT_YEAR)
    published([BEFORE.area("AB", kind="city", code="C")], since=date(2028, 1, 1))
    appeal = make_appeal(areas=[Area.objects.get(code="A")])

    def called(on: date) -> str:
        return str(Appeal.objects.annotate(called=name_on(on)).get(pk=appeal.pk).called)

    assert called(date(1990, 1, 1)) == called(date(2026, 12, 31)) == "Район A"
    assert called(NEXT_YEAR) == "Округ A"
    # Drawn no more, it keeps the name under which it ended.
    assert called(date(2030, 1, 1)) == "Округ A"
    nowhere = make_appeal()
    assert Appeal.objects.annotate(called=name_on(TODAY)).get(pk=nowhere.pk).called is None


def test_areas_catch_up_when_a_version_has_begun() -> None:
    published(districts(BEFORE))
    published(renamed(), since=NEXT_YEAR)
    assert bring_up_to_date(on=date(2026, 12, 31)) == 0
    assert bring_up_to_date(on=NEXT_YEAR, collection="elsewhere") == 0
    assert bring_up_to_date(on=NEXT_YEAR) == 2
    area = Area.objects.get(code="A")
    assert (area.name, area.oktmo, area.parent) == ("Округ A", "40-new", Area.objects.get(code="C"))
    assert bring_up_to_date(on=NEXT_YEAR) == 0


def test_a_name_is_looked_up_as_of_today() -> None:
    published(districts(BEFORE))
    published(renamed(), since=date(3000, 1, 1))
    assert AreaBook().find("Район A") == Area.objects.get(code="A").pk
    with pytest.raises(UnknownArea):
        AreaBook().find("Округ A")
    published(renamed(AFTER), "begun", since=date(2026, 1, 1))
    assert AreaBook().find("Округ A") == Area.objects.get(code="A", collection__slug="begun").pk


def test_a_staged_set_gives_way_to_a_newer_one() -> None:
    first = stage(collection="town", rows=districts(BEFORE))
    stage(collection="town", rows=districts(AFTER))
    first.refresh_from_db()
    assert first.state == VersionState.DISCARDED
    with pytest.raises(NotStaged):
        publish(version=first, now=NOW)


def test_publishing_one_collection_never_touches_another() -> None:
    published(districts(BEFORE), "town")
    elsewhere = Grid("CC\nCC", corner=LonLat(-74.0, 40.7))
    published(districts(elsewhere, "C"), "new-york")
    published(districts(AFTER), "town", since=date(2026, 1, 1))
    other = BoundaryVersion.objects.get(collection__slug="new-york")
    assert (other.valid_from, other.valid_to, other.state) == (None, None, VersionState.PUBLISHED)
    assert codes(elsewhere.point(0, 0)) == ["C"]


def test_publishing_twice_changes_nothing() -> None:
    version = published(districts(BEFORE))
    assert publish(version=version, valid_from=date(2026, 2, 2), now=NOW).valid_from is None


def test_a_version_cannot_begin_before_the_one_in_force() -> None:
    published(districts(BEFORE), since=date(2026, 1, 1))
    with pytest.raises(PublishedTooEarly):
        published(districts(AFTER), since=date(2025, 12, 31))
    assert codes(BEFORE.point(2, 0)) == ["B"]


def test_a_correction_on_the_same_day_replaces_the_version() -> None:
    published(districts(BEFORE), since=TODAY)
    published(districts(AFTER), since=TODAY)
    assert codes(BEFORE.point(2, 0)) == ["A"]


def test_repairs_are_reported() -> None:
    bow_tie = shapely.Polygon([(30, 60), (30.01, 60.01), (30.01, 60), (30, 60.01)])
    version = stage(collection="town", rows=[AreaRow("district", "x", "Бант", bow_tie)])
    [repair] = version.report["repairs"]
    assert repair["name"] == "Бант"
    assert "Self-intersection" in repair["reason"]
    assert Boundary.objects.get().geom.valid


def test_overlaps_and_gaps_within_a_level_are_reported_with_names_and_size() -> None:
    ring = Grid("AAB\nA.B\nAAB")
    wide = AreaRow("district", "W", "Внахлёст", Grid("WW..\nWW..\nWW..").polygon("W"))
    report = stage(collection="town", rows=[*districts(ring), wide]).report
    [overlap] = report["overlaps"]
    assert {overlap["first"]["code"], overlap["second"]["code"]} == {"A", "W"}
    assert overlap["size_m2"] == pytest.approx(5 * 100 * 100, rel=0.01)
    report = stage(collection="other", rows=districts(ring)).report
    [gap] = report["gaps"]
    assert gap["size_m2"] == pytest.approx(100 * 100, rel=0.01)
    assert [area["code"] for area in gap["between"]] == ["A", "B"]


def test_levels_may_lie_in_each_other() -> None:
    whole = BEFORE.area("AB", kind="city")
    assert stage(collection="town", rows=[*districts(BEFORE), whole]).report["overlaps"] == []


def test_parents_of_the_same_set_and_of_another() -> None:
    published([BEFORE.area("AB", kind="city", code="C")], "cities")
    rows = [BEFORE.area(letter, parent_code="C", parent_collection="cities") for letter in "AB"]
    published(rows)
    assert Area.objects.get(code="A").parent == Area.objects.get(code="C")


def test_a_staged_parent_is_not_told_before_publishing() -> None:
    published(districts(BEFORE))
    rows = [BEFORE.area("A", parent_code="C"), BEFORE.area("B"), BEFORE.area("AB", kind="city", code="C")]
    version = stage(collection="town", rows=rows)
    assert Area.objects.get(code="A").parent is None
    publish(version=version, now=NOW)
    assert Area.objects.get(code="A").parent == Area.objects.get(code="C")


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([], NothingToStage),
        ([BEFORE.area("A"), BEFORE.area("B", code="A")], DuplicateArea),
        ([AreaRow("district", "p", "Точка", shapely.Point(30, 60))], NotAPolygon),
        ([BEFORE.area("A", parent_code="нет")], UnknownParent),
        ([BEFORE.area("A", parent_code="A")], ParentCircle),
        (
            [
                BEFORE.area("A", kind="city", parent_code="B"),
                BEFORE.area("B", kind="district", parent_code="A"),
            ],
            ParentCircle,
        ),
    ],
)
def test_refuses(rows: list[AreaRow], error: type[Exception]) -> None:
    with pytest.raises(error), transaction.atomic():
        stage(collection="town", rows=rows)
    assert not Boundary.objects.exists()
    assert not Collection.objects.exists()


def test_size_and_label_are_those_of_the_ground() -> None:
    published(districts(BEFORE))
    boundary = Boundary.objects.get(area__code="A")
    assert boundary.area_m2 == pytest.approx(200 * 200, rel=0.001)
    assert boundary.geom.contains(boundary.label_point)


def test_a_label_stands_inside_a_crooked_area() -> None:
    crooked = Grid("AAAAAA\nA.....\nA.....\nA.....")
    published(districts(crooked, "A"))
    boundary = Boundary.objects.get()
    assert boundary.geom.contains(boundary.label_point)


def test_pieces_cover_the_polygon_exactly() -> None:
    circle = shapely.Point(30, 60).buffer(0.05, quad_segs=400)
    published([AreaRow("district", "o", "Круг", circle)])
    pieces = [shapely.from_wkb(bytes(piece.geom.wkb)) for piece in Piece.objects.all()]
    assert len(pieces) > 4
    assert max(shapely.get_num_coordinates(pieces)) <= 256
    assert shapely.union_all(pieces).symmetric_difference(circle).area < 1e-12
