"""A drawn polygon by itself: what is read of a text, and what is found beside its neighbours."""

import json

import pytest
import shapely

from territories import drawn
from territories.drawn import Fault, Neighbour
from territories.errors import NoPolygonInText, NotDegreesInText, SeveralPolygons, TooManyVertices
from tests.grid import Grid

# A square is 100 m wide, 10,000 m² large.
TOWN = Grid("AABB\nAABB")
GROUND = TOWN.polygon("AB")


def found(grid: Grid, letter: str = "A", **changed: object) -> list[tuple[Fault, int]]:
    """Faults with their size in squares, for a letter of a drawing of which B is the neighbour."""
    asked = {"before": TOWN.polygon("A"), "neighbours": [Neighbour("B", TOWN.polygon("B"))], "ground": GROUND}
    shape = drawn.shape_of(grid.polygon(letter))
    findings = drawn.examine(shape, **{**asked, **changed})
    return [(finding.fault, round(finding.size_m2 / 10_000)) for finding in findings]


def test_nothing_is_told_of_what_fits() -> None:
    assert found(TOWN) == []


def test_overlap_is_told_with_its_size_and_place() -> None:
    assert found(Grid("AAAB\nAAAB")) == [(Fault.OVERLAP, 2)]
    shape = drawn.shape_of(Grid("AAAB\nAAAB").polygon("A"))
    [finding] = drawn.examine(shape, before=None, neighbours=[Neighbour("B", TOWN.polygon("B"))], ground=None)
    assert finding.name == "B"
    assert shapely.equals_exact(finding.shape, Grid("..A.\n..A.").polygon("A"), 1e-9, normalize=True)
    assert TOWN.polygon("B").contains(shapely.Point(finding.place.lon, finding.place.lat))


def test_who_shares_the_ground_is_no_overlap() -> None:
    sharing = [Neighbour("B", TOWN.polygon("AB"), shares=True)]
    assert found(TOWN, neighbours=sharing) == []


def test_ground_given_up_inside_the_town_is_a_gap() -> None:
    assert found(Grid("A.BB\nAABB")) == [(Fault.GAP, 1)]


def test_a_hole_is_a_gap_unless_somebody_has_it() -> None:
    town = Grid("AAA\nA.A\nAAA")
    hole = Grid("AAA\nABA\nAAA").polygon("B")
    everything = Grid("AAA\nAAA\nAAA").polygon("A")
    about = {"before": None, "ground": everything}
    assert found(town, neighbours=[], **about) == [(Fault.GAP, 1)]
    assert found(town, neighbours=[Neighbour("B", hole)], **about) == []


def test_open_ground_is_no_gap_but_what_was_ones_own_is_told() -> None:
    wide = TOWN.polygon("A").buffer(0.5)
    alone = {"neighbours": [], "ground": wide}
    assert found(TOWN, **alone) == []
    assert found(Grid("A...\nA..."), **alone) == [(Fault.LOST, 2)]
    assert found(Grid("A...\nA..."), neighbours=[], ground=None) == [(Fault.LOST, 2)]


def test_ground_outside_is_told() -> None:
    assert found(Grid("AA..\nAA..\nAA..")) == [(Fault.OUTSIDE, 2)]


def test_exchanged_axes_are_told_alone_and_are_grave() -> None:
    mirror = shapely.transform(TOWN.polygon("A"), lambda xy: xy[:, ::-1])
    findings = drawn.examine(drawn.shape_of(mirror), before=None, neighbours=[], ground=GROUND, known=GROUND)
    assert [one.fault for one in findings] == [Fault.EXCHANGED]
    assert Fault.EXCHANGED in drawn.GRAVE
    beside = Grid("..AA\n..AA").polygon("A").buffer(-0.0001)
    far = shapely.transform(beside, lambda xy: xy + 5)
    told = drawn.examine(drawn.shape_of(far), before=None, neighbours=[], ground=GROUND, known=GROUND)
    assert [one.fault for one in told] == [Fault.OUTSIDE]


def test_neighbours_touch_without_a_word() -> None:
    assert found(TOWN, "B", before=None, neighbours=[Neighbour("A", TOWN.polygon("A"))]) == []


def test_too_few_vertices_are_no_polygon_and_are_kept() -> None:
    shape = drawn.checked([[[[30, 60], [31, 61]]]])
    assert shape == [[[[30.0, 60.0], [31.0, 61.0]]]]
    assert drawn.geometry_of(shape) is None
    assert [one.fault for one in drawn.examine(shape, before=None, neighbours=[], ground=None)] == [
        Fault.EMPTY
    ]


def test_a_part_of_two_vertices_is_left_out() -> None:
    whole = drawn.shape_of(TOWN.polygon("A"))
    assert drawn.geometry_of([*whole, [[[30, 60], [31, 61]]]]).equals(drawn.geometry_of(whole))


def test_what_crosses_itself_is_told_with_its_place() -> None:
    shape = [[[[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]]]]
    [finding] = drawn.examine(shape, before=None, neighbours=[], ground=None)
    assert (finding.fault, finding.place.lon, finding.place.lat) == (Fault.INVALID, 1.0, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON Z ((0 0 5, 2 0 5, 2 2 5, 0 0 5))",
        "MULTIPOLYGON(((0 0, 2 0, 2 2, 0 0)))",
        '\ufeff{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]}',
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": None,
                        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]},
                    }
                ],
            }
        ),
    ],
)
def test_texts_that_hold_a_polygon(text: str) -> None:
    assert drawn.read(text) == [[[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 0.0]]]]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NoPolygonInText),
        ("POINT(1 2)", NoPolygonInText),
        ("POLYGON EMPTY", NoPolygonInText),
        ("{", NoPolygonInText),
        ("{}", NoPolygonInText),
        ('{"type": "Feature", "geometry": null}', NoPolygonInText),
        ('{"type": "FeatureCollection", "features": []}', SeveralPolygons),
        ("POLYGON((500 0, 600 0, 600 10, 500 0))", NotDegreesInText),
    ],
)
def test_texts_that_hold_none(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        drawn.read(text)


@pytest.mark.parametrize("shape", [None, 5, [[1]], [[[["a", 1]]]], [[[[1, 2, 3]]]], {"type": "Polygon"}])
def test_nonsense_from_a_client_is_refused(shape: object) -> None:
    with pytest.raises(NoPolygonInText):
        drawn.checked(shape)


def test_infinite_and_too_many_are_refused() -> None:
    with pytest.raises(NotDegreesInText):
        drawn.checked([[[[float("nan"), 0]]]])
    with pytest.raises(TooManyVertices):
        drawn.checked([[[[0, 0]] * (drawn.VERTICES_MAX + 1)]])


def test_a_polygon_comes_back_number_by_number() -> None:
    holed = Grid("AAA\nA.A\nAAA").polygon("A")
    assert shapely.equals_exact(drawn.geometry_of(drawn.shape_of(holed)), holed)
    assert drawn.shape_of(None) == []
