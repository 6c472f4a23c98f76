"""Exports as GeoPackage: asked for, made with the requester's rights, fetched by them alone, gone after some days."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from rest_framework.test import APIClient

from accounts.models import Membership
from accounts.types import PUBLIC, Role, Viewer
from analytics.errors import AtWork
from analytics.exporting import columns, making
from analytics.models import Export
from analytics.queries.exports import SILENT, export_of, file_of, state_of
from analytics.rules.rights import rights_of, viewer_with
from analytics.services import exports
from analytics.types import ExportState
from appeals.types import Kind, Selection, State, Visibility
from geo.types import LonLat
from tests.builders import (
    box,
    district_head,
    make_appeal,
    make_area,
    make_organisation,
    make_user,
    moderator,
    operator,
    worker,
)

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/exports/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def asked(client: APIClient | Client, **params: Any) -> str:
    """Ask by the API; answers the address of the export."""
    answer = client.post(PLACE, params, content_type="application/json")
    assert answer.status_code == 202, answer.content
    return answer.headers["Location"].removeprefix("http://testserver")


def made() -> Export:
    export = Export.objects.latest("pk")
    making.make(export.pk)
    export.refresh_from_db()
    return export


def layer(export: Export, name: str = "appeals") -> geopandas.GeoDataFrame:
    return pyogrio.read_dataframe(file_of(export), layer=name)


def test_from_the_question_to_the_file(client: Client) -> None:
    area = make_area("Центр", polygon=box(30.2, 59.9, 30.4, 60.1))
    organisation = make_organisation()
    make_appeal(areas=[area], executor=organisation, at=LonLat(30.31, 60.01))
    make_appeal(areas=[area], state=State.CLOSED)
    make_appeal(kind=Kind.GRATITUDE, visibility=Visibility.PRIVATE, areas=[area])
    place = asked(client)
    assert client.get(place).json() | {"expires_at": ""} == {
        "state": "queued",
        "done": 0,
        "total": 0,
        "reason": "",
        "file": None,
        "size_bytes": 0,
        "expires_at": "",
    }
    assert client.get(f"{place}file/").status_code == 404
    [job] = ProcrastinateJob.objects.filter(task_name="channels.make_export")
    export = made()
    assert job.args == {"export_id": export.pk}
    told = client.get(place).json()
    assert (told["state"], told["done"], told["total"]) == ("done", 2, 2)
    answer = client.get(told["file"])
    body = answer.getvalue()
    assert body[:15] == b"SQLite format 3"
    assert len(body) == told["size_bytes"]
    assert "attachment" in answer.headers["Content-Disposition"]
    listed = client.get("/api/v1/appeals/").json()["features"]
    frame = layer(export)
    assert list(frame["number"]) == [feature["id"] for feature in listed]
    places = [list(place) for place in zip(frame.geometry.x, frame.geometry.y, strict=True)]
    assert places == [feature["geometry"]["coordinates"] for feature in listed]
    assert list(frame["executor_id"].dropna()) == [organisation.pk]
    [counted] = layer(export, "areas").to_dict("records")
    assert (counted["name"], counted["appeals"], counted["waiting"]) == ("Центр", 2, 1)
    assert frame.crs == layer(export, "areas").crs == "EPSG:4326"


def test_only_the_selection_is_in_it(client: Client) -> None:
    make_appeal(kind=Kind.PROBLEM)
    thanks = make_appeal(kind=Kind.GRATITUDE)
    asked(client, kind="gratitude", bbox="30,59,31,61")
    assert list(layer(made())["number"]) == [thanks.number]


def test_an_empty_selection_is_a_file_with_empty_layers(client: Client) -> None:
    asked(client)
    export = made()
    assert export.state == ExportState.DONE
    assert (len(layer(export)), len(layer(export, "areas"))) == (0, 0)
    assert set(layer(export).columns) == {*columns.APPEALS, "geometry"}


def test_it_is_made_with_the_rights_of_whoever_asked() -> None:
    organisation = make_organisation()
    private = make_appeal(visibility=Visibility.PRIVATE, executor=organisation)
    for viewer, numbers in ((worker(organisation), [private.number]), (PUBLIC, [])):
        exports.ask(actor=viewer, params={}, language="ru", now=timezone.now())
        assert list(layer(made())["number"]) == numbers


def test_nobody_else_has_it() -> None:
    """Neither the public, nor a colleague with the same rights, nor an administrator."""
    organisation = make_organisation()
    owner = worker(organisation)
    export = exports.ask(actor=owner, params={}, language="ru", now=timezone.now())
    assert export_of(owner, export.token) == export
    for other in (PUBLIC, worker(organisation), moderator()):
        assert export_of(other, export.token) is None
    assert export_of(owner, "another") is None
    assert export_of(owner, "\x00") is None


def test_whoever_has_lost_rights_since_has_lost_the_file(client: Client) -> None:
    organisation = make_organisation()
    user = make_user(role=Role.WORKER, organisation=organisation)
    client.force_login(user)
    place = asked(client)
    made()
    assert client.get(f"{place}file/").status_code == 200
    Membership.objects.filter(user=user).update(until=F("since"))
    assert client.get(f"{place}file/").status_code == client.get(place).status_code == 404


@pytest.mark.parametrize("who", ["public", "moderator", "worker", "head", "operator here"])
def test_rights_come_back_as_they_were(who: str) -> None:
    make: dict[str, Callable[[], Viewer]] = {
        "public": lambda: PUBLIC,
        "moderator": moderator,
        "worker": lambda: worker(make_organisation()),
        "head": lambda: district_head(make_area()),
        "operator here": lambda: operator(make_area()),
    }
    viewer = make[who]()
    assert viewer_with(rights_of(viewer)) == viewer


def test_no_text_is_a_formula(client: Client) -> None:
    make_appeal(
        text="=HYPERLINK(0)", address="+7", executor=make_organisation("@company"), areas=[make_area("-1")]
    )
    asked(client)
    export = made()
    [row] = layer(export).to_dict("records")
    assert (row["text"], row["address"], row["executor"], row["area"]) == (
        *("'=HYPERLINK(0)", "'+7", "'@company", "'-1"),
    )
    assert layer(export, "areas")["name"][0] == "'-1"


def test_nothing_personal_is_in_it(client: Client) -> None:
    author = make_user("secret@example.org", full_name="Секретов")
    make_appeal(
        author=author,
        text="Позвоните +7 911 123-45-67",
        public_text="Позвоните ▇▇▇",
        author_name="Секретов",
        author_email="secret@example.org",
    )
    client.force_login(author)
    asked(client)
    body = file_of(made()).read_bytes()
    assert "Позвоните".encode() in body
    for secret in ("911", "Секретов", "secret@example.org"):
        assert secret.encode() not in body


def test_progress_is_told_a_thousand_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "AT_ONCE", 2)
    for _ in range(5):
        make_appeal()
    told: list[int] = []
    batches = list(columns.appeals(PUBLIC, Selection(), told.append))
    assert told == [2, 4, 5]
    assert [batch.num_rows for batch in batches] == [2, 2, 1]


def test_a_filter_that_has_gone_is_told_as_the_reason(client: Client) -> None:
    area = make_area()
    place = asked(client, area=area.pk)
    area.delete()
    made()
    told = client.get(place).json()
    assert told["state"] == "failed"
    assert told["reason"]


def test_what_breaks_is_told_and_leaves_no_file(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = asked(client)
    monkeypatch.setattr(exports, "folder", lambda: tmp_path / "missing")
    with pytest.raises(Exception, match="missing"):
        made()
    told = client.get(place, headers={"Accept-Language": "en"}).json()
    assert told["state"] == "failed"
    assert told["reason"]


def test_one_whose_worker_died_has_failed() -> None:
    now = timezone.now()
    export = exports.ask(actor=PUBLIC, params={}, language="ru", now=now)
    export.state = ExportState.RUNNING
    assert state_of(export, now=now + SILENT) == ExportState.RUNNING
    assert state_of(export, now=now + SILENT * 2) == ExportState.FAILED


def test_it_goes_after_some_days(client: Client) -> None:
    place = asked(client)
    export = made()
    exports.forget_old(now=export.asked_at + exports.KEPT - timedelta(hours=1))
    assert file_of(export).exists()
    exports.forget_old(now=export.asked_at + exports.KEPT + timedelta(hours=1))
    assert not file_of(export).exists()
    assert client.get(place).status_code == 404
    making.make(export.pk)


def test_files_never_take_more_than_their_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(client)
    first = made()
    monkeypatch.setattr(exports, "MOST_BYTES", first.size_bytes * 2)
    asked(client)
    second = made()
    assert file_of(first).exists()
    asked(client)
    third = made()
    assert [file_of(export).exists() for export in (first, second, third)] == [False, True, True]
    assert list(Export.objects.order_by("pk")) == [second, third]


def test_one_at_a_time_and_letters_first(client: Client) -> None:
    asked(client)
    [job] = ProcrastinateJob.objects.filter(task_name="channels.make_export")
    assert job.lock == "channels.make_export"
    assert job.priority < 0


def test_two_workers_do_not_write_the_same(client: Client) -> None:
    asked(client)
    Export.objects.update(state=ExportState.RUNNING, touched_at=timezone.now())
    with pytest.raises(AtWork):
        made()
    Export.objects.update(touched_at=timezone.now() - timedelta(minutes=1))
    assert made().state == ExportState.DONE


@pytest.mark.parametrize("body", [{"kind": "nonsense"}, {"knd": "problem"}, {"kind": {"a": 1}}, [1]])
def test_what_cannot_be_asked_is_a_problem(client: Client, body: Any) -> None:
    answer = client.post(PLACE, body, content_type="application/json")
    assert answer.status_code == 400
    assert not Export.objects.exists()


def test_asking_is_limited(client: Client, settings: Any) -> None:
    settings.EXPORT_RATE = "1/hour"
    asked(client)
    answer = client.post(PLACE, {}, content_type="application/json")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    client.force_login(make_user())
    asked(client)


def test_by_the_button_of_the_list_without_scripts(client: Client) -> None:
    make_appeal(kind=Kind.PROBLEM)
    page = client.get("/appeals/", {"kind": ["problem", "gratitude"]}).content.decode()
    assert page.count('<input type="hidden" name="kind"') == 2
    assert 'action="/exports/"' in client.get("/statistics/").content.decode()
    answer = client.post("/exports/", {"kind": ["problem"], "csrfmiddlewaretoken": "x"})
    place = answer.headers["Location"]
    waiting = client.get(place)
    assert waiting.headers["Refresh"] == "3"
    assert waiting.headers["Referrer-Policy"] == "strict-origin"
    export = made()
    ready = client.get(place)
    assert "Refresh" not in ready.headers
    assert f"{place}file/" in ready.content.decode()
    assert client.get(f"{place}file/").getvalue() == file_of(export).read_bytes()
    assert client.get("/exports/another/").status_code == 404


def test_each_thousand_costs_as_many_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "AT_ONCE", 2)
    costs = []
    for _ in range(3):
        make_appeal()
        make_appeal()
        with CaptureQueriesContext(connection) as queries:
            list(columns.appeals(PUBLIC, Selection()))
        costs.append(len(queries))
    assert costs[2] - costs[1] == costs[1] - costs[0] <= 3
