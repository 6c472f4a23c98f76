"""Lists, nearby and heat maps: at five million against fifty thousand, and against what they replace.

Needs a large and a small database of the demo's generator, both analysed and vacuumed. Writes one table
(bench_wide) into the large one, once.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from accounts.types import PUBLIC
from analytics.queries.heatmap import heatmap
from appeals.models import Appeal, Mark
from appeals.queries.counting import number_matched
from appeals.queries.features import features_of
from appeals.queries.listing import list_page, uncounted_page
from appeals.queries.nearby import nearby
from appeals.types import Ordering, Selection
from bench.timing import Row, at_least, at_most, database, in_turn, over_all
from geo import sql, tilegrid
from geo.types import BBox, HexCell, LonLat

PLACES = 24
WANTED_IN_BOX = 8_000
REGION_DEG = (6.0, 3.0)
RESOLUTION = 9
# The first page of millions takes rows from anywhere, a few milliseconds in all.
HOLDS = {"most supported of everything": 2.0}


def rows(large: str, small: str) -> Iterator[Row]:
    """All rows. large, small: addresses of the two databases."""
    yield from by_size(large, small)
    with database(large):
        yield topic_or_not()
        yield wide_or_narrow()
        yield list_or_serializer()


def by_size(large: str, small: str) -> Iterator[Row]:
    """The same questions with answers of about the same size, in both databases in turn."""
    best: dict[str, dict[str, float]] = {}
    plans = {}
    for name, url in (("small", small), ("large", large)):
        with database(url):
            plans[name] = (_like_places(), _box_of(WANTED_IN_BOX, sample_places()))
    for name, url in (("small", small), ("large", large)) * 2:
        with database(url):
            for what, took_ms in _questions(*plans[name]).items():
                kept = best.setdefault(what, {})
                kept[name] = min(kept.get(name, took_ms), took_ms)
    for what, took in best.items():
        hold = HOLDS.get(what, 1.3)
        yield at_most(f"{what}: 5 million / 50 thousand", took["large"] / took["small"], hold)


def _questions(places: list[LonLat], box: BBox) -> dict[str, float]:
    """Milliseconds of each question."""
    selection = Selection(bbox=box)
    near = over_all([_near(place) for place in places])
    everything = Selection()
    heat, page, most = over_all(
        [
            lambda: heatmap(PUBLIC, selection, RESOLUTION),
            lambda: list_page(PUBLIC, selection, Ordering.DATE),
            lambda: uncounted_page(PUBLIC, everything, Ordering.POPULARITY),
        ]
    )
    return {
        "nearby": sum(near) / len(near),
        "heat map of a town": heat,
        "list of a town": page,
        "most supported of everything": most,
    }


def _like_places() -> list[LonLat]:
    """Places with between ten and forty open appeals around: answers of like size in any database."""
    crowded = [
        place
        for place in sample_places(PLACES * 10)
        if 10 <= nearby(PUBLIC, place, 300, 200).number_returned <= 40
    ]
    return crowded[:PLACES]


def _near(place: LonLat, topic: int | None = None) -> Callable[[], Any]:
    return lambda: nearby(PUBLIC, place, 300, limit=20, topic=topic)


def sample_places(wanted: int = PLACES) -> list[LonLat]:
    """Places of appeals spread evenly over the table's keys: the same kinds of places in any database."""
    first, last = _ends()
    step = max((last - first) // wanted, 1)
    found = []
    for number in range(wanted):
        mark = Mark.objects.filter(pk__gte=first + number * step).order_by("pk").values_list("qx", "qy")[0]
        found.append(tilegrid.dequantize(*mark))
    return found


def _ends() -> tuple[int, int]:
    keys = Mark.objects.order_by("pk").values_list("pk", flat=True)
    return keys[0], keys.reverse()[0]


def _box_of(wanted: int, places: list[LonLat]) -> BBox:
    """The box around one of the places whose number of appeals is nearest to the one wanted."""
    boxes = [
        BBox(place.lon - side, place.lat - side / 2, place.lon + side, place.lat + side / 2)
        for place in places
        for side in (0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.14)
    ]
    return min(boxes, key=lambda box: abs(number_matched(PUBLIC, Selection(bbox=box)) - wanted))


def topic_or_not() -> Row:
    """Nearby of one topic costs about what nearby of all costs."""
    places = sample_places()
    topic = Mark.objects.open().values_list("topic_id", flat=True)[0]
    one = over_all([_near(place, topic) for place in places])
    every = over_all([_near(place) for place in places])
    return at_most("nearby with a topic / without", sum(one) / sum(every), 2)


def wide_or_narrow() -> Row:
    """A year of a region, index-only, against the same from the wide table with its own GiST index."""
    centre = sample_places()[0]
    width, height = REGION_DEG
    box = BBox(
        centre.lon - width / 2, centre.lat - height / 2, centre.lon + width / 2, centre.lat + height / 2
    )
    until = Mark.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)[0]
    selection = Selection(bbox=box, since=until - timedelta(days=365), until=until)
    make_wide()
    params = {
        "resolution": RESOLUTION,
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
        "since": selection.since,
        "until": selection.until,
    }

    def from_wide() -> list[tuple[HexCell, tuple[int, ...]]]:
        found = sql.rows("bench", "wide_heatmap", params)
        return [(HexCell(cell), tuple(counts)) for cell, *counts in found]

    narrow, wide = in_turn(lambda: heatmap(PUBLIC, selection, RESOLUTION), from_wide, 7)
    return at_most("heat map of a region and year / from the wide table", narrow / wide, 0.3)


def make_wide() -> None:
    """The wide table as it would be without marks: the appeal's own columns, its cell, and a GiST index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_wide')")
        if cursor.fetchone() != (None,):
            return
        cursor.execute(sql.statement("bench", "make_wide"))


class _Properties(GeoFeatureModelSerializer):
    """The same features as DRF-GIS writes them."""

    topic = serializers.CharField(source="topic.code")
    topic_name = serializers.CharField(source="topic.name")
    category = serializers.CharField(source="topic.category.code")
    category_name = serializers.CharField(source="topic.category.name")
    icon = serializers.CharField(source="topic.category.icon")
    area = serializers.CharField(source="area.name", default=None)
    executor = serializers.CharField(source="executor.name", default=None)

    class Meta:
        model = Appeal
        geo_field = "public_location"
        id_field = "number"
        fields = [
            *("number", "kind", "topic", "topic_name", "category", "category_name", "icon", "public_text"),
            *("public_address", "area", "executor", "executor_id", "state", "supports", "submitted_at"),
            *("answered_at", "due_on"),
        ]


def list_or_serializer() -> Row:
    """GeoJSON of the same thousand appeals: built in the database, and by DRF-GIS's serializer."""
    around = Mark.objects.visible_to(PUBLIC).matching(Selection(bbox=_box_of(WANTED_IN_BOX, sample_places())))
    ids = list(around.values_list("pk", flat=True)[:1000])
    queryset = Appeal.objects.select_related("topic__category", "area", "executor")

    def serialize() -> bytes:
        body: bytes = JSONRenderer().render(_Properties(queryset.filter(pk__in=ids), many=True).data)
        return body

    ours, theirs = in_turn(lambda: features_of(ids).encode(), serialize, 7)
    return at_least("list of 1,000: DRF-GIS / built in the database", theirs / ours, 10)
