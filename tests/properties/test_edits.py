"""After thousands of edits all ways of counting come to what plain SQL counts from the appeals' own rows."""

import random
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection
from rest_framework.test import APIClient

from accounts.queries import viewer_of
from accounts.types import PUBLIC, Role, Viewer
from analytics.queries.heatmap import COARSEST, FINEST, heatmap
from analytics.queries.rollup import answerable
from analytics.queries.verifying import verify
from analytics.services.compacting import compact
from analytics.types import Tally
from appeals.marks import mark_of
from appeals.models import Appeal, Mark, Topic
from appeals.queries.counting import number_matched
from appeals.rules.privacy import public_place
from appeals.selecting import canonical
from appeals.types import HIDDEN_STATES, OPEN_STATES, Kind, Privacy, Selection, State, Visibility
from geo.types import BBox, LonLat
from territories.models import Area, Organisation
from tests.builders import NOON, TOWN, make_user
from tests.properties.town import SIDE_DEG, in_tiles, make_town, somewhere

APPEALS, ROUNDS, EDITS_A_ROUND, FILTERS_A_ROUND = 100, 10, 200, 2
MONTHS = [datetime(2026, month, 1, tzinfo=ZoneInfo(settings.CLOCK_ZONE)) for month in (2, 3, 4, 5)]
_UNIQUE = ("id", "number", "client_key", "follow_token")
# Conditions on the appeals' own rows, written here a second time; a box never has a place on its very edge.
_RAW = """
SELECT
    count(*),
    count(*) FILTER (WHERE a.state = ANY(%(open)s)),
    count(*) FILTER (WHERE a.state <> ALL(%(open)s) AND a.answered_at IS NOT NULL AND a.due_at IS NOT NULL),
    count(*) FILTER (WHERE a.state <> ALL(%(open)s) AND a.answered_at < a.due_at),
    count(a.rating) FILTER (WHERE a.state <> ALL(%(open)s)),
    coalesce(sum(a.rating) FILTER (WHERE a.state <> ALL(%(open)s)), 0),
    count(*) FILTER (WHERE a.reopenings > 0),
    coalesce(sum(a.supports), 0)
FROM appeals_appeal AS a
INNER JOIN appeals_topic AS t ON a.topic_id = t.id
INNER JOIN appeals_category AS c ON t.category_id = c.id
WHERE
    (CASE WHEN %(staff)s THEN a.state <> 'draft' ELSE a.visibility = 'public' END)
    AND (cardinality(%(categories)s::text[]) = 0 OR c.code = ANY(%(categories)s))
    AND (cardinality(%(topics)s::text[]) = 0 OR t.code = ANY(%(topics)s))
    AND (cardinality(%(kinds)s::text[]) = 0 OR a.kind = ANY(%(kinds)s))
    AND (cardinality(%(states)s::text[]) = 0 OR a.state = ANY(%(states)s))
    AND (cardinality(%(executors)s::bigint[]) = 0 OR a.executor_id = ANY(%(executors)s))
    AND (
        cardinality(%(areas)s::bigint[]) = 0 OR a.area_ids && %(areas)s::bigint[] AND (
            %(staff)s OR EXISTS (
                SELECT 1 FROM unnest(a.area_ids) AS area (id)
                WHERE area.id = ANY(%(areas)s) AND area.id <> ALL(a.hidden_area_ids)
            )
        )
    )
    AND (%(since)s::timestamptz IS NULL OR a.submitted_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR a.submitted_at < %(until)s)
    AND (
        %(box)s::text IS NULL
        OR a.public_location && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    )
"""


def raw(selection: Selection, *, staff: bool) -> Tally:
    """What a selection comes to; staff: who handles everything, else the public."""
    box = selection.bbox
    params = {
        "staff": staff,
        "open": [state.value for state in OPEN_STATES],
        "categories": list(selection.categories),
        "topics": list(selection.topics),
        "kinds": [kind.value for kind in selection.kinds],
        "states": [state.value for state in selection.states],
        "executors": list(selection.executor_ids),
        "areas": list(selection.area_ids),
        "since": selection.since,
        "until": selection.until,
        "box": box and "box",
        **{side: box and getattr(box, side) for side in ("west", "south", "east", "north")},
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAW, params)
        return Tally(*map(int, cursor.fetchone()))


class Town:
    """All appeals as they are meant to be, and edits that change them at random."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        make_town(APPEALS)
        self.topics = list(Topic.objects.order_by("code").select_related("category"))
        self.executors = [*Organisation.objects.order_by("pk"), None]
        self.areas = list(Area.objects.order_by("pk").values_list("pk", flat=True))
        self.appeals = list(Appeal.objects.order_by("pk").select_related("topic"))
        self.made = 0

    def edited(self, number: int) -> None:
        """So many edits in a row, written as imports write them: appeals, then their marks."""
        for _ in range(number):
            self.chance.choice(EDITS)(self, self.chance.choice(self.appeals))
        self._write()
        # Some are gone, and others come in their place.
        gone = [self.appeals.pop(self.chance.randrange(len(self.appeals))) for _ in range(number // 20)]
        Appeal.objects.filter(pk__in=[appeal.pk for appeal in gone]).delete()
        new = [self._copy(appeal) for appeal in gone]
        Appeal.objects.bulk_create(new)
        Mark.objects.bulk_create([mark_of(appeal) for appeal in new])
        self.appeals += new

    def _write(self) -> None:
        for appeal in self.appeals:
            hidden = appeal.state in HIDDEN_STATES
            appeal.visibility = Visibility.PRIVATE.value if hidden else appeal.visibility
        _upsert(Appeal, self.appeals, "id")
        _upsert(Mark, [mark_of(appeal) for appeal in self.appeals], "appeal")

    def _copy(self, appeal: Appeal) -> Appeal:
        self.made += 1
        fields = {field.attname: getattr(appeal, field.attname) for field in Appeal._meta.concrete_fields}
        own = {
            "id": None,
            "number": f"8{self.made:08d}",
            "client_key": UUID(int=(1 << 64) + self.made),
            "follow_token": f"copied{self.made}",
            "duplicate_of_id": None,
        }
        return Appeal(**fields | own)

    def moment(self) -> datetime:
        """Of some two months, at their very edges as well."""
        return NOON + timedelta(days=self.chance.randint(-30, 40), hours=self.chance.choice([0, 9]))


def _upsert(model: Any, rows: list[Any], key: str) -> None:
    names = [field.name for field in model._meta.concrete_fields if field.name not in {*_UNIQUE, key}]
    model.objects.bulk_create(rows, update_conflicts=True, update_fields=names, unique_fields=[key])


def move(town: Town, appeal: Appeal) -> None:
    place = somewhere(town.chance)
    appeal.location = Point(place.lon, place.lat, srid=4326)
    shown = public_place(place, Privacy(appeal.topic.privacy))
    appeal.public_location = Point(shown.lon, shown.lat, srid=4326)


def retopic(town: Town, appeal: Appeal) -> None:
    appeal.topic = town.chance.choice(town.topics)
    place = appeal.location
    shown = public_place(LonLat(place.x, place.y), Privacy(appeal.topic.privacy))
    appeal.public_location = Point(shown.lon, shown.lat, srid=4326)


def restate(town: Town, appeal: Appeal) -> None:
    appeal.state = town.chance.choice(list(State)).value


def answer(town: Town, appeal: Appeal) -> None:
    appeal.state = State.CLOSED.value
    appeal.answered_at = town.chance.choice([None, appeal.submitted_at + timedelta(days=3)])
    appeal.rating = town.chance.choice([None, 1, 2, 5])
    appeal.reopenings = town.chance.randint(0, 1)


def reassign(town: Town, appeal: Appeal) -> None:
    appeal.executor = town.chance.choice(town.executors)


def publish(town: Town, appeal: Appeal) -> None:
    appeal.visibility = town.chance.choice(list(Visibility)).value


def merge(town: Town, appeal: Appeal) -> None:
    appeal.state = State.MERGED.value


def resend(town: Town, appeal: Appeal) -> None:
    appeal.submitted_at = town.moment()


def support(town: Town, appeal: Appeal) -> None:
    appeal.supports = town.chance.randint(0, 9)


def rearrange(town: Town, appeal: Appeal) -> None:
    appeal.area_ids = sorted(town.chance.sample(town.areas, town.chance.randint(0, len(town.areas))))
    hidden = appeal.topic.privacy == Privacy.HOME
    appeal.hidden_area_ids = appeal.area_ids[-1:] if hidden else []


EDITS = (move, move, retopic, restate, restate, answer, reassign, publish, merge, resend, support, rearrange)


def random_filter(town: Town) -> Selection:
    """Whole months every second time, which the roll-up answers up to its resolution; else conditions of all sorts."""
    chance = town.chance
    if chance.random() < 0.5:
        first, end = sorted(chance.sample(MONTHS, 2))
        return Selection(since=chance.choice([None, first]), until=chance.choice([None, end]))
    lon, lat = TOWN.lon + chance.random() * SIDE_DEG / 2, TOWN.lat + chance.random() * SIDE_DEG / 2
    box = BBox(lon, lat, lon + SIDE_DEG / 2, lat + SIDE_DEG / 2)
    since = chance.choice([None, town.moment()])

    def some(values: list[Any]) -> tuple[Any, ...]:
        return tuple(sorted(chance.sample(values, chance.choice([0, 0, 1, 2]))))

    return Selection(
        bbox=chance.choice([None, box]),
        area_ids=some(town.areas),
        executor_ids=some([one.pk for one in town.executors if one]),
        categories=some(["roads", "light"]),
        topics=some([topic.code for topic in town.topics]),
        kinds=some(list(Kind)),
        states=some(list(State)),
        since=since,
        until=since and since + timedelta(days=chance.choice([10, 30])),
    )


def by_api(client: APIClient, selection: Selection, resolution: int) -> dict[str, Any]:
    words = dict(part.split("=", 1) for part in canonical(selection).split("&") if part)
    answer = client.get(f"/api/v1/heatmap/?{urlencode({**words, 'resolution': resolution})}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def check(viewer: Viewer, client: APIClient, selection: Selection, resolution: int) -> None:
    """The list's number, the cells of heat map, API and tiles: each comes to the raw appeals."""
    expected = raw(selection, staff=viewer != PUBLIC)
    assert number_matched(viewer, selection) == expected.appeals
    cells = heatmap(viewer, selection, resolution)
    assert sum((cell.facts.tally for cell in cells), Tally()) == expected
    told = by_api(client, selection, resolution)
    assert told["numberMatched"] == expected.appeals
    whole = {"count": expected.appeals, "open": expected.waiting, "supports": expected.supports}
    for layer in (told["cells"], in_tiles(viewer, selection, "hexbins")):
        assert {name: sum(cell[name] for cell in layer) for name in whole} == whole


@pytest.mark.django_db
def test_all_count_what_the_appeals_hold_after_thousands_of_edits() -> None:
    chance = random.Random(7)  # a repeatable script, no secret
    town = Town(chance)
    staff = make_user(role=Role.MODERATOR)
    visitor, desk = APIClient(), APIClient()
    desk.force_login(staff)
    people = ((PUBLIC, visitor), (viewer_of(staff), desk))
    by_rollup = by_marks = 0
    for number in range(ROUNDS):
        town.edited(EDITS_A_ROUND)
        if number % 3 == 2:
            compact(batch=50)
        for _ in range(FILTERS_A_ROUND):
            selection, resolution = random_filter(town), chance.randint(COARSEST, FINEST)
            for viewer, client in people:
                check(viewer, client, selection, resolution)
                rolled = answerable(viewer, selection, resolution)
                by_rollup, by_marks = by_rollup + rolled, by_marks + (not rolled)
    # Both ways of counting were asked.
    assert by_rollup >= 5
    assert by_marks >= 5
    verdict = verify()
    assert (verdict.appeals, verdict.sound) == (APPEALS, True)
