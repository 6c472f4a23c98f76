"""Tiles of points written by ourselves hold what ST_AsMVT would have written, as two other decoders read them."""

from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.types import TileId
from tests.tiles.decoding import as_text, gdal_layers, layers
from tiles import encoding

pytestmark = pytest.mark.django_db
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
PIXELS = st.integers(0, 4095)
POINTS = st.lists(
    st.tuples(PIXELS, PIXELS, st.sampled_from(["problem", "идея", ""]), WORDS, st.integers(0, 2**31 - 1)),
    min_size=1,
    max_size=300,
)


def by_database(x: list[int], y: list[int], kinds: list[str], names: list[str], counts: list[int]) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ST_AsMVT(point, 'appeals', 4096, 'geom') FROM (
                SELECT ST_MakePoint(x, y) AS geom, kind, supports, number
                FROM unnest(%s::int[], %s::int[], %s::text[], %s::int[], %s::text[])
                    AS point (x, y, kind, supports, number)
            ) AS point
            """,
            [x, y, kinds, counts, names],
        )
        return bytes(cursor.fetchone()[0])


def by_ourselves(x: list[int], y: list[int], kinds: list[str], names: list[str], counts: list[int]) -> bytes:
    different, codes = encoding.words("\n".join(kinds))
    columns = {
        "kind": encoding.texts(different, codes),
        "supports": encoding.numbers(np.array(counts)),
        "number": encoding.lines("\n".join(names), len(names)),
    }
    return encoding.points("appeals", np.array(x), np.array(y), columns)


@given(points=POINTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_decodes_to_what_the_database_writes(points: list[tuple[int, int, str, str, int]]) -> None:
    x, y, kinds, names, counts = map(list, zip(*points, strict=True))
    ours = by_ourselves(x, y, kinds, names, counts)
    theirs = by_database(x, y, kinds, names, counts)
    assert as_text(ours) == as_text(theirs)


@pytest.mark.parametrize("count", [127, 128, 129, 16_383, 16_384, 20_000])
def test_codes_of_every_width_are_read(count: int, tmp_path: Path) -> None:
    places = [number % 4096 for number in range(count)]
    names = [f"{number:05d}" for number in range(count)]
    body = by_ourselves(places, places[::-1], ["problem"] * count, names, places)
    assert as_text(body) == as_text(by_database(places, places[::-1], ["problem"] * count, names, places))
    frame = gdal_layers(body, TileId(14, 9572, 4755), tmp_path)["appeals"]
    assert sorted(frame["number"]) == names
    assert list(frame["supports"]) == places


def test_texts_of_one_length_and_of_several_are_both_read() -> None:
    for names in (["12", "34"], ["1", "234"], ["", ""], ["", "1"], ["7"], [""]):
        count = len(names)
        body = by_ourselves([1] * count, [2] * count, ["problem"] * count, names, [0] * count)
        assert [feature["properties"]["number"] for feature in layers(body)["appeals"]] == names


def test_an_attribute_may_follow_from_another() -> None:
    _different, codes = encoding.words("a\nb\nc\na")
    columns = {"group": encoding.texts(["new", "solved", "new"], codes)}
    body = encoding.points("appeals", np.arange(4), np.arange(4), columns)
    found = [feature["properties"]["group"] for feature in layers(body)["appeals"]]
    assert found == ["new", "solved", "new", "new"]


def test_no_points_are_no_tile() -> None:
    none = np.empty(0, np.int32)
    assert encoding.points("appeals", none, none, {}) == b""
