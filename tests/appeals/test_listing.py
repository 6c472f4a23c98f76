"""The list: order, pages, counts, and that it shows the public's place and words only."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.cache import caches
from django.utils import translation
from pyproj import Geod

from accounts.queries import viewer_of
from accounts.types import PUBLIC
from appeals.errors import InvalidFilter
from appeals.models import Appeal, Mark, Topic
from appeals.queries.counting import number_matched
from appeals.queries.features import Page
from appeals.queries.grouped import GROUPINGS, number_by_group
from appeals.queries.listing import Cursor, list_page
from appeals.types import Ordering, Privacy, Selection, State, Visibility
from geo.types import BBox, LonLat
from territories.models import Organisation
from tests.builders import (
    NOON,
    TOWN,
    make_appeal,
    make_category,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db


def features(page: Page) -> list[dict[str, Any]]:
    body = orjson.loads(page.body())
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"])
    found: list[dict[str, Any]] = body["features"]
    return found


def numbers(page: Page) -> list[str]:
    return [feature["id"] for feature in features(page)]


def several(count: int) -> list[Appeal]:
    """Appeals a day and a few hundred metres apart, the last the newest, most supported and farthest."""
    return [
        make_appeal(
            at=LonLat(TOWN.lon + index * 0.005, TOWN.lat),
            submitted_at=NOON + timedelta(days=index),
            supports=index,
        )
        for index in range(count)
    ]


def walk(ordering: Ordering, limit: int, selection: Selection | None = None) -> list[str]:
    """All numbers, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        page = list_page(PUBLIC, selection or Selection(), ordering, TOWN, cursor, limit)
        found += numbers(page)
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("ordering", list(Ordering))
def test_pages_hold_everything_once_and_in_order(ordering: Ordering, limit: int) -> None:
    appeals = [appeal.number for appeal in several(7)]
    expected = appeals if ordering == Ordering.DISTANCE else appeals[::-1]
    expected = sorted(appeals) if ordering == Ordering.NUMBER else expected
    assert walk(ordering, limit) == expected


@pytest.mark.parametrize("ordering", list(Ordering))
def test_equal_values_are_not_lost_between_pages(ordering: Ordering) -> None:
    same = {make_appeal().number for _ in range(5)}
    found = walk(ordering, 2)
    assert len(found) == 5
    assert set(found) == same


def catalogue(numbers: dict[str, int]) -> list[Appeal]:
    """Appeals of categories, named in their order; as they are listed."""
    found: list[Appeal] = []
    for position, (code, number) in enumerate(numbers.items()):
        topic = make_topic(f"about_{code}", category=make_category(code, position=position).code)
        dates = [NOON - timedelta(hours=hour) for hour in range(number)]
        found += [make_appeal(topic=topic, submitted_at=day) for day in dates]
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 20])
@pytest.mark.parametrize("box", [None, BBox(TOWN.lon - 0.1, TOWN.lat - 0.1, TOWN.lon + 0.1, TOWN.lat + 0.1)])
def test_categories_follow_each_other_across_pages(limit: int, box: BBox | None) -> None:
    made = catalogue({"z": 4, "empty": 0, "a": 1, "k": 1, "m": 5})
    make_appeal(at=LonLat(31.0, 61.0), topic=made[-1].topic, submitted_at=NOON - timedelta(days=9))
    expected = [appeal.number for appeal in made]
    assert walk(Ordering.CATEGORY, limit, Selection(bbox=box))[:11] == expected
    selected = Selection(bbox=box, categories=("m", "a"))
    assert walk(Ordering.CATEGORY, limit, selected)[:6] == [expected[4], *expected[6:]]


def sent(hours_ago: int, topic: Topic, executor: Organisation | None) -> str:
    sent_at = NOON - timedelta(hours=hours_ago)
    return make_appeal(topic=topic, executor=executor, submitted_at=sent_at).number


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 20])
@pytest.mark.parametrize("box", [None, BBox(TOWN.lon - 0.1, TOWN.lat - 0.1, TOWN.lon + 0.1, TOWN.lat + 0.1)])
def test_topics_and_executors_follow_each_other_by_name(limit: int, box: BBox | None) -> None:
    snow, bins = make_topic("snow", name_ru="Снег", name_en="Bad snow"), make_topic("bins", name_ru="Баки")
    make_topic("never", name_ru="Вода")
    works, roads = make_organisation("Водоканал"), make_organisation("Автодор")
    make_organisation("Баня")
    made = {
        name: sent(hours, topic, executor)
        for hours, (name, topic, executor) in enumerate(
            [
                ("a", snow, works),
                ("b", bins, None),
                ("c", bins, roads),
                ("d", snow, works),
                ("e", bins, works),
                ("f", snow, None),
            ]
        )
    }
    selection = Selection(bbox=box)
    assert walk(Ordering.TOPIC, limit, selection) == [made[name] for name in "bceadf"]
    assert walk(Ordering.EXECUTOR, limit, selection) == [made[name] for name in "cadebf"]
    assert walk(Ordering.EXECUTOR, limit, Selection(topics=("bins",))) == [made[name] for name in "ceb"]
    with translation.override("en"):
        assert walk(Ordering.TOPIC, limit, selection)[0] == made["a"]


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
def test_a_large_group_after_small_ones_is_read_by_date(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appeals.queries.grouped.SMALL", 2)
    expected = [appeal.number for appeal in catalogue({"z": 1, "a": 1, "k": 4, "m": 1})]
    assert walk(Ordering.CATEGORY, limit) == expected


def test_a_kept_count_that_is_too_large_does_not_end_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    made = catalogue({"a": 1, "k": 2})
    numbers = {made[0].topic.category_id: 9, made[1].topic.category_id: 2}
    monkeypatch.setattr("appeals.queries.grouped.number_by_group", lambda *_args: numbers)
    assert walk(Ordering.CATEGORY, 2) == [appeal.number for appeal in made]


def test_numbers_of_groups_are_kept_where_the_table_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appeals.queries.grouped.DEAR_NUMBER", -1)
    caches["figures"].clear()
    made, categories = catalogue({"a": 2, "k": 1}), GROUPINGS[Ordering.CATEGORY]
    first = number_by_group(PUBLIC, Selection(), categories)
    assert sorted(first.values()) == [1, 2]
    Mark.objects.filter(pk=made[0].pk).delete()
    assert number_by_group(PUBLIC, Selection(), categories) == first
    mine = number_by_group(moderator(), Selection(), categories)
    assert sorted(mine.values()) == [1, 1]
    assert sum(number_by_group(PUBLIC, Selection(), GROUPINGS[Ordering.TOPIC]).values()) == 2


def test_numbers_ascend() -> None:
    made = sorted(make_appeal().number for _ in range(5))
    assert walk(Ordering.NUMBER, 2) == walk(Ordering.NUMBER, 100) == made


def test_a_cursor_of_a_category_that_is_gone_ends_the_list() -> None:
    catalogue({"a": 2})
    cursor = Cursor(f"{10**30} {NOON.isoformat()}", "x").encode()
    assert numbers(list_page(PUBLIC, Selection(), Ordering.CATEGORY, cursor=cursor)) == []


@pytest.mark.parametrize("ordering", [Ordering.DATE, Ordering.POPULARITY])
def test_a_page_does_not_shift_when_rows_arrive(ordering: Ordering) -> None:
    first, second, *_ = several(3)[::-1]
    page = list_page(PUBLIC, Selection(), ordering, limit=1)
    make_appeal(submitted_at=NOON + timedelta(days=99), supports=99)
    rest = list_page(PUBLIC, Selection(), ordering, cursor=page.next_cursor or "", limit=1)
    assert numbers(page) + numbers(rest) == [first.number, second.number]


def test_a_cursor_survives_its_appeal() -> None:
    oldest, gone, *_ = several(3)
    page = list_page(PUBLIC, Selection(), limit=2)
    Mark.objects.filter(pk=gone.pk).delete()
    Appeal.objects.filter(pk=gone.pk).delete()
    assert numbers(list_page(PUBLIC, Selection(), cursor=page.next_cursor or "")) == [oldest.number]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "WyIyMDI2IiwgIjEiXQ", "bnVsbA", "é", "%00"])
@pytest.mark.parametrize("ordering", list(Ordering))
def test_a_broken_cursor_is_refused(cursor: str, ordering: Ordering) -> None:
    if ordering != Ordering.DATE and cursor == "WzEsMl0":
        return
    with pytest.raises(InvalidFilter) as refused:
        list_page(PUBLIC, Selection(), ordering, TOWN, cursor)
    assert refused.value.parameter == "cursor"


def test_limits_are_told() -> None:
    for limit in (0, 1001):
        with pytest.raises(InvalidFilter):
            list_page(PUBLIC, Selection(), limit=limit)
    with pytest.raises(InvalidFilter):
        list_page(PUBLIC, Selection(), Ordering.DISTANCE)


def test_distance_is_metres_on_the_ellipsoid_at_60_north() -> None:
    """A degree of longitude is half as long here; in degrees the eastern one would be the farther."""
    east = make_appeal(at=LonLat(TOWN.lon + 0.009, TOWN.lat))
    north = make_appeal(at=LonLat(TOWN.lon, TOWN.lat + 0.006))
    found = features(list_page(PUBLIC, Selection(), Ordering.DISTANCE, TOWN))
    assert [feature["id"] for feature in found] == [east.number, north.number]
    geod = Geod(ellps="WGS84")
    for feature in found:
        lon, lat = feature["geometry"]["coordinates"]
        expected = geod.inv(TOWN.lon, TOWN.lat, lon, lat)[2]
        assert feature["properties"]["distance_m"] == pytest.approx(expected, abs=0.2)


def test_distance_finds_the_far_side_of_the_world() -> None:
    far = make_appeal(at=LonLat(-170.0, -44.0))
    near = make_appeal(at=LonLat(31.0, 60.5))
    assert walk(Ordering.DISTANCE, 1) == [near.number, far.number]


def test_counts_the_whole_selection() -> None:
    several(5)
    box = BBox(TOWN.lon - 0.001, TOWN.lat - 0.001, TOWN.lon + 0.011, TOWN.lat + 0.001)
    page = list_page(PUBLIC, Selection(bbox=box), limit=2)
    assert (page.number_matched, page.number_returned) == (3, 2)
    assert number_matched(PUBLIC, Selection()) == 5


def test_nothing_is_an_empty_collection() -> None:
    page = list_page(PUBLIC, Selection())
    assert orjson.loads(page.body()) == {
        "type": "FeatureCollection",
        "numberMatched": 0,
        "numberReturned": 0,
        "links": {"next": None},
        "features": [],
    }


def test_shows_the_public_place_and_words_whoever_looks() -> None:
    topic = make_topic("neighbours", privacy=Privacy.HOME)
    appeal = make_appeal(topic=topic, text="Шумят", address="г. Метск, ул. Мира, 5, кв. 7")
    Appeal.objects.update(text="Шумит Иванов из квартиры 7")
    for viewer in (PUBLIC, moderator()):
        body = list_page(viewer, Selection()).body().decode()
        assert "Иванов" not in body
        assert "кв. 7" not in body
        (feature,) = orjson.loads(body)["features"]
        assert feature["properties"]["text"] == "Шумят"
        assert feature["geometry"]["coordinates"] == [
            round(appeal.public_location.x, 6),
            round(appeal.public_location.y, 6),
        ]
        assert feature["geometry"]["coordinates"] != [TOWN.lon, TOWN.lat]


def test_the_private_is_seen_by_those_it_concerns_only() -> None:
    executor, author = make_organisation(), make_user()
    private = make_appeal(visibility=Visibility.PRIVATE, author=author, executor=executor)
    waiting = make_appeal(state=State.MODERATION, executor=executor, author=author)
    public = make_appeal()
    seen = {
        "public": list_page(PUBLIC, Selection()),
        "resident": list_page(resident(), Selection()),
        "author": list_page(viewer_of(author), Selection()),
        "worker": list_page(worker(executor), Selection()),
        "other worker": list_page(worker(make_organisation()), Selection()),
        "moderator": list_page(moderator(), Selection()),
    }
    everything = {private.number, waiting.number, public.number}
    assert {who: set(numbers(page)) for who, page in seen.items()} == {
        "public": {public.number},
        "resident": {public.number},
        "author": everything,
        "worker": {private.number, public.number},
        "other worker": {public.number},
        "moderator": everything,
    }


def test_names_follow_the_language() -> None:
    make_appeal(topic=make_topic("lamp", category="light"))
    with translation.override("en"):
        (english,) = list_page(PUBLIC, Selection()).items()
    with translation.override("ru"):
        (russian,) = list_page(PUBLIC, Selection()).items()
    assert (english["topic_name"], russian["topic_name"]) == ("Topic lamp", "Тема lamp")
    assert (english["lon"], english["lat"]) == (TOWN.lon, TOWN.lat)


def test_percent_signs_and_quotes_in_a_filter_are_only_text() -> None:
    appeal = make_appeal(text="Скидка 100% 'сегодня' {marks} %(limit)s")
    assert numbers(list_page(PUBLIC, Selection(text="100% 'сегодня'"))) == [appeal.number]
    assert numbers(list_page(PUBLIC, Selection(text="%(limit)s {marks}"))) == [appeal.number]
