"""Names in the funnel plot: beside their points, and over no other point or name."""

from itertools import combinations

from analytics.leagues import League, Placed
from analytics.measures import MEASURES
from analytics.rules.funnel import Chance, Limits, Standing
from analytics.types import MeasureCode, Measured
from web.funnel import Plot, plots

MEASURE = MEASURES[MeasureCode.IN_TIME]
HALF_A_LINE = 7
# Narrower than the letters of the face: what this finds is seen.
LETTER = 6


def plot(*districts: tuple[str, float, float]) -> Plot:
    """Districts that differ not by chance: name, size, per cent; drawn for wide screens."""
    rows = [
        Placed(number, name, Measured(value, int(size)), int(size), standing=Standing.ABOVE, size=size)
        for number, (name, size, value) in enumerate(districts)
    ]
    lines = [(size, Limits(85.0, 88.0, 92.0, 95.0)) for size in (1.0, 1400.0)]
    return plots(League(rows, Chance.SHARE, 90.0, lines), MEASURE)[0]


def stands(found: Plot) -> list[tuple[str, float, float, float]]:
    """Each name with where it begins and ends, and its height."""
    told = [point for point in found.points if point.label]
    return [
        (
            point.label,
            point.x - 9 - LETTER * len(point.label) if point.end else point.x + 9,
            point.x - 9 if point.end else point.x + 9 + LETTER * len(point.label),
            point.y,
        )
        for point in told
    ]


def test_a_name_covers_neither_points_nor_names() -> None:
    found = plot(
        ("Приречный район", 1009, 94.1),
        ("Заречный район", 962, 94.2),
        ("Центральный район", 829, 94.0),
        ("Заводской район", 476, 95.4),
        ("Северный район", 1301, 80.6),
    )
    names = stands(found)
    assert {"Северный район", "Заводской район"} <= {name for name, *_ in names}
    for _name, west, east, y in names:
        assert not [
            point for point in found.points if west < point.x < east and abs(point.y - y) < HALF_A_LINE
        ]
    for (_one, west, east, y), (_other, begins, ends, at) in combinations(names, 2):
        assert ends < west or east < begins or abs(y - at) > HALF_A_LINE


def test_a_name_stands_on_the_other_side_where_that_is_free() -> None:
    found = plot(("Первый", 300, 99), ("Второй", 340, 99))
    assert [(point.label, point.end) for point in found.points] == [("Второй", False), ("Первый", True)]


def test_a_name_that_fits_nowhere_is_left_to_the_table() -> None:
    assert [point.label for point in plot(("Очень длинное имя района " * 4, 700, 99)).points] == [""]
