"""Tiles over HTTP: status, headers, caching, compression, errors, and what a signed-in viewer gets."""

import gzip
from typing import Any

import pytest
from django.core.cache import caches
from django.db import ProgrammingError, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.rules import TABLE
from accounts.types import Permission, Role
from appeals.models import Mark
from appeals.types import Visibility
from geo import tilegrid
from geo.types import LonLat
from tests.builders import TOWN, make_appeal, make_area, make_topic, make_user
from tests.tiles.decoding import layers, properties

pytestmark = pytest.mark.django_db


def url(layer: str = "appeals", z: int = 14, place: LonLat = TOWN, query: str = "") -> str:
    tile_id = tilegrid.tile_at(place, z)
    return f"/tiles/{layer}/{z}/{tile_id.x}/{tile_id.y}.mvt{query}"


def test_a_tile_travels_with_its_type_and_cache_headers(client: Client) -> None:
    make_appeal()
    answer = client.get(url())
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["ETag"].startswith('W/"')
    assert {"Accept-Encoding", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert len(properties(answer.content, "appeals")) == 1


def test_nothing_is_204(client: Client) -> None:
    answer = client.get(url())
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/appeals/17/0/0.mvt",
        "/tiles/zones/3/0/0.mvt",
        "/tiles/appeals/2/4/0.mvt",
        "/tiles/appeals/2/0/4.mvt",
        "/tiles/appeals/99/0/0.mvt",
        "/tiles/houses/2/0/0.mvt",
        "/tiles/houses.json",
        "/tiles/style/pink.json",
    ],
)
def test_outside_is_404_as_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    ("layer", "query", "field"),
    [
        ("appeals", "?topic=nothing", "topic"),
        ("appeals", "?bbox=1", "bbox"),
        ("hexbins", "?resolution=x", "resolution"),
        ("hexbins", "?resolution=99", "resolution"),
        ("hexbins", "?metric=beauty", "metric"),
        ("hexbins", "?measure=beauty", "measure"),
        ("hexbins", "?measure=trend", "since"),
        ("hexbins", "?polygon=1,2,3", "polygon"),
        ("areas", "?kind=%00", "kind"),
    ],
)
def test_a_bad_filter_is_400_and_named(client: Client, layer: str, query: str, field: str) -> None:
    answer = client.get(url(layer, query=query))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def take_marks_away() -> None:
    """From here on, until the test's rollback, whoever reads marks gets an error of the database.

    Counting queries would not tell: the tile's own statement goes through the binary cursor, which Django does not log.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE appeals_mark RENAME COLUMN mk TO taken_away")


@pytest.mark.parametrize("z", [8, 14])
def test_an_unchanged_tile_is_304_and_reads_no_marks(client: Client, z: int) -> None:
    appeal = make_appeal()
    etag = client.get(url(z=z))["ETag"]
    take_marks_away()
    caches["tiles"].clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url(z=z), headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert len(queries) == 1
    appeal.events.create(type="supported", at=appeal.submitted_at, actor_role="resident")
    with pytest.raises(ProgrammingError, match=r"\bmk\b"):
        client.get(url(z=z), headers={"If-None-Match": etag})


@pytest.mark.parametrize("z", [8, 14])
def test_a_kept_tile_reads_no_marks_however_it_was_kept(client: Client, z: int) -> None:
    for step in range(40):
        appeal = make_appeal(at=LonLat(TOWN.lon - step * 0.0001, TOWN.lat))
        make_appeal(at=LonLat(TOWN.lon - step * 0.02, TOWN.lat + step % 7 * 0.02))
    packed = client.get(url(z=z), headers={"Accept-Encoding": "gzip"})
    take_marks_away()
    plain = client.get(url(z=z))
    again = client.get(url(z=z), headers={"Accept-Encoding": "gzip"})
    assert again.content == packed.content
    assert gzip.decompress(packed.content) == plain.content
    appeal.events.create(type="supported", at=appeal.submitted_at, actor_role="resident")
    with pytest.raises(ProgrammingError, match=r"\bmk\b"):
        client.get(url(z=z))


@override_settings(TILE_VERSION_KEPT_S=60)
def test_tiles_asked_together_share_one_look_at_the_version(client: Client) -> None:
    make_appeal()
    first = client.get(url())
    with CaptureQueriesContext(connection) as queries:
        again = client.get(url())
    assert again["ETag"] == first["ETag"]
    assert again.content == first.content
    assert len(queries) == 0


@pytest.mark.parametrize("z", [8, 14])
def test_an_event_changes_the_tile(client: Client, z: int) -> None:
    appeal = make_appeal()
    before = client.get(url(z=z))
    Mark.objects.update(visibility=Visibility.PRIVATE)
    appeal.events.create(type="refused", at=appeal.submitted_at, actor_role="moderator")
    after = client.get(url(z=z), headers={"If-None-Match": before["ETag"]})
    assert (before.status_code, after.status_code) == (200, 204)


def test_etags_differ_by_what_was_asked(client: Client) -> None:
    make_appeal(topic=make_topic("lamp"))
    etags = [
        client.get(address)["ETag"]
        for address in (
            url(),
            url(z=13),
            url("hexbins"),
            url("hexbins", query="?metric=open"),
            url("hexbins", query="?resolution=9"),
            url(query="?topic=lamp"),
            url("areas"),
            url("areas", query="?kind=okrug"),
        )
    ]
    assert len(set(etags)) == len(etags)


@pytest.mark.parametrize("z", [8, 14])
def test_compresses_for_those_who_can_read_it(client: Client, z: int) -> None:
    for step in range(40):
        make_appeal(at=LonLat(TOWN.lon - step * 0.0001, TOWN.lat))
        make_appeal(at=LonLat(TOWN.lon - step * 0.02, TOWN.lat + step % 7 * 0.02))
    plain = client.get(url(z=z))
    packed = client.get(url(z=z), headers={"Accept-Encoding": "gzip, br"})
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content)


def test_a_public_tile_is_the_same_in_every_language_and_for_every_cookie(client: Client) -> None:
    make_appeal()
    russian = client.get(url(), headers={"Accept-Language": "ru"})
    client.cookies["theme"] = "dark"
    english = client.get(url(), headers={"Accept-Language": "en"})
    assert english.content == russian.content
    assert english["ETag"] == russian["ETag"]
    assert english["X-Content-Type-Options"] == "nosniff"
    assert not english.has_header("Content-Language")
    assert {name.strip() for name in english["Vary"].split(",")} == {"Accept-Encoding", "Cookie"}


def test_the_short_way_asks_the_table_of_permissions(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the table to say that only moderators read, no address would be open but those that say otherwise."""
    make_appeal()
    assert client.get(url()).status_code == 200
    closed = {**TABLE, Permission.READ: frozenset({Role.MODERATOR})}
    monkeypatch.setattr("accounts.guards.TABLE", closed)
    monkeypatch.setattr("accounts.rules.TABLE", closed)
    assert client.get(url()).status_code == 302
    client.force_login(make_user(role=Role.MODERATOR))
    assert client.get(url()).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("ru", "слоя"), ("en", "layer")])
def test_a_refused_tile_is_told_in_the_readers_language(client: Client, language: str, word: str) -> None:
    answer = client.get("/tiles/nothing/3/1/1.mvt", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert word in answer.json()["detail"].lower()


def test_a_session_that_is_over_sees_what_the_public_sees(client: Client) -> None:
    make_appeal(visibility=Visibility.PRIVATE)
    client.cookies["sessionid"] = "gone"
    assert client.get(url()).status_code == 204


def test_the_public_never_gets_the_private_whatever_the_cache_holds(client: Client) -> None:
    public = make_appeal(at=LonLat(TOWN.lon - 0.001, TOWN.lat))
    private = make_appeal(visibility=Visibility.PRIVATE)
    moderator = Client()
    moderator.force_login(make_user(role=Role.MODERATOR))
    for z in (8, 14):
        mine = moderator.get(url(z=z))
        assert mine["Cache-Control"] == "private, no-store"
        assert not mine.has_header("ETag")
        theirs = client.get(url(z=z))
        assert private.number.encode() not in theirs.content
        assert [feature["number"] for feature in properties(theirs.content, "appeals")] == [public.number]
        again = moderator.get(url(z=z))
        assert sum(f.get("count", 1) for f in properties(again.content, "appeals")) == 2


def test_an_author_sees_the_own_private_appeal(client: Client) -> None:
    author = make_user()
    own = make_appeal(visibility=Visibility.PRIVATE, author=author)
    assert client.get(url()).status_code == 204
    client.force_login(author)
    assert [f["number"] for f in properties(client.get(url()).content, "appeals")] == [own.number]


def test_a_tile_costs_two_statements_however_many_appeals(client: Client) -> None:
    """The version's statement; the tile's own goes through the binary cursor, which Django does not log."""

    def cost(day: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(query=f"?since=2020-01-{day:02d}"))
        return len(queries)

    make_appeal()
    cost(1)  # the codes of topics are read once a minute
    one = cost(2)
    for _ in range(3):
        make_appeal()
    assert cost(3) == one == 1


def tilejson(client: Client, layer: str, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/tiles/{layer}.json{query}")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.parametrize("layer", ["basemap", "areas", "zones", "appeals", "hexbins"])
def test_tilejson_has_absolute_plain_addresses(client: Client, layer: str) -> None:
    document = tilejson(client, layer)
    assert document["tilejson"] == "3.0.0"
    assert document["tiles"] == [f"http://testserver/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt"]
    assert document["vector_layers"]
    assert "bounds" not in document


@pytest.mark.parametrize("layer", ["areas", "appeals", "hexbins"])
def test_the_centre_of_a_tilejson_has_features(client: Client, layer: str) -> None:
    make_area()
    make_appeal()
    make_appeal(at=LonLat(40.0, 50.0))
    make_appeal(at=LonLat(-100.0, 40.0), visibility=Visibility.PRIVATE)
    document = tilejson(client, layer)
    west, south, east, north = document["bounds"]
    lon, lat, zoom = document["center"]
    assert west <= lon <= east
    assert south <= lat <= north
    assert west > 20, "the private appeal must not widen the bounds"
    tile_id = tilegrid.tile_at(LonLat(lon, lat), zoom)
    found = layers(client.get(f"/tiles/{layer}/{zoom}/{tile_id.x}/{tile_id.y}.mvt").content)
    assert found[layer]


def test_a_filter_in_tilejson_goes_into_the_tiles(client: Client) -> None:
    make_topic("lamp")
    assert tilejson(client, "appeals", "?topic=lamp")["tiles"] == [
        "http://testserver/tiles/appeals/{z}/{x}/{y}.mvt?topic=lamp"
    ]
    assert client.get("/tiles/appeals.json?topic=nothing").status_code == 400


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post(url()).status_code == 405
    make_appeal()
    assert client.head(url()).status_code == 200
