"""The drawing desk: lists, drafts kept and told of faults, neighbours, preview and publication; administrators only."""

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from geo.types import LonLat
from territories import drawn
from territories.models import Area, BoundaryVersion, Drawing, Organisation, ServiceZone
from tests.builders import TOWN, box, make_appeal, make_area, make_category, make_organisation, make_zone
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
WEST, EAST = box(30.20, 59.95, 30.30, 60.05), box(30.30, 59.95, 30.40, 60.05)
TOO_FAR_EAST = box(30.20, 59.95, 30.31, 60.05)


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def zones() -> tuple[ServiceZone, ServiceZone]:
    """Two zones for roads side by side, in a city."""
    make_category("roads")
    make_area("Город", kind="city", polygon=box(30.1, 59.9, 30.5, 60.1))
    pair = ((WEST, "ЖКС Запад"), (EAST, "ЖКС Восток"))
    west, east = (
        make_zone(make_organisation(name), polygon=place, categories=["roads"]) for place, name in pair
    )
    return west, east


def opened(client: Client, **posted: Any) -> str:
    """Address of a drawing that is begun."""
    path = (
        "/administration/zones/draw/"
        if {"zone", "organisation"} & set(posted)
        else "/administration/areas/draw/"
    )
    return str(client.post(path, posted)["Location"])


def values(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """The form of a drawing as the page has it, with what is typed instead."""
    page = BeautifulSoup(client.get(path).content, "html.parser")
    form = page.select_one("[data-drawing]")
    assert form is not None
    found: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") not in {"checkbox", "file"} or field.has_attr("checked"):
            found[str(field["name"])] = field.get("value") or field.get_text().strip()
    return found | typed


def save(client: Client, path: str, polygon: Any = None, **typed: Any) -> Any:
    if polygon is not None:
        typed["shape"] = json.dumps([polygon.coords])
    return client.post(path, values(client, path, **typed))


def text(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_the_list_tells_of_each_zone(boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    ended = make_zone(make_organisation("Бывшая"), polygon=WEST, valid_to=timezone.localdate())
    page = text(boss.get("/administration/zones/"))
    assert "ЖКС Запад" in page
    assert "Category roads" in page
    assert "62." in page
    assert ended.organisation.name not in page.partition("choose an organisation")[2].partition("Zone ")[2]
    assert "Бывшая" in text(boss.get("/administration/zones/?ended=1&text=Бывш"))


def test_a_closed_organisation_is_offered_no_drawing(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    closed = zones[0].organisation
    Organisation.objects.filter(pk=closed.pk).update(is_active=False)
    page = BeautifulSoup(boss.get("/administration/zones/").content, "html.parser")
    assert page.select_one(f"select[name=organisation] option[value='{closed.pk}']") is None
    assert page.select_one(f"[data-zone='{zones[0].pk}'] form") is None
    assert page.select_one(f"[data-zone='{zones[1].pk}'] form") is not None
    for posted in ({"zone": zones[0].pk}, {"organisation": closed.pk}):
        assert boss.post("/administration/zones/draw/", posted).status_code == 404
    assert not Drawing.objects.exists()


def test_a_drawing_is_kept_and_its_overlap_is_told(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    assert opened(boss, zone=zones[0].pk) == path
    assert "without overlaps and gaps" in text(boss.get(path))
    assert save(boss, path, TOO_FAR_EAST).status_code == 302
    page = text(boss.get(path))
    assert "overlap with “ЖКС Восток”" in page
    assert "6.2" in page
    assert ServiceZone.objects.get(pk=zones[0].pk).geom.equals_exact(WEST)
    assert "ЖКС Запад" in text(boss.get("/administration/zones/"))


def test_ground_given_up_and_ground_outside_are_told(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    save(boss, path, box(30.05, 59.95, 30.29, 60.05))
    page = text(boss.get(path))
    assert "lie outside" in page
    assert "covered by none of this set now" in page


def test_exchanged_axes_are_told_and_not_published(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    exchanged = box(59.96, 30.21, 60.04, 30.29)
    assert save(boss, path, exchanged).status_code == 302
    assert "longitude and latitude exchanged" in text(boss.get(path))
    preview = boss.get(f"{path}publish/")
    assert preview.status_code == 422
    assert "Replace the polygon by one whose longitude comes first" in text(preview)
    assert ServiceZone.objects.get(pk=zones[0].pk).geom.equals_exact(WEST)


def test_a_polygon_that_crosses_itself_is_kept_and_told_where(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    bow_tie = [[[[30.2, 60.0], [30.3, 60.1], [30.3, 60.0], [30.2, 60.1], [30.2, 60.0]]]]
    assert save(boss, path, shape=json.dumps(bow_tie)).status_code == 302
    page = text(boss.get(path))
    assert "it crosses itself (30.25 60.05)" in page
    preview = boss.get(f"{path}publish/")
    assert preview.status_code == 422
    assert "cannot be published yet" in text(preview)


@pytest.mark.parametrize(
    "pasted",
    [
        f"SRID=4326;{box(30.2, 60, 30.3, 60.1).wkt}",
        json.dumps({"type": "Feature", "geometry": json.loads(box(30.2, 60, 30.3, 60.1).geojson)}),
    ],
)
def test_a_polygon_is_pasted(pasted: str, boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    path = opened(boss, organisation=zones[0].organisation_id)
    assert save(boss, path, text=pasted, name="Новая").status_code == 302
    row = Drawing.objects.get()
    assert row.shape == [[[list(vertex) for vertex in box(30.2, 60, 30.3, 60.1).coords[0]]]]
    assert row.name == "Новая"


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("POLYGON((", "No polygon could be read"),
        ('{"type": "Point", "coordinates": [30, 60]}', "No polygon could be read"),
        ('{"type": "FeatureCollection", "features": []}', "holds 0 features"),
        ("POLYGON((380000 6600000, 390000 6600000, 390000 6610000, 380000 6600000))", "are not degrees"),
    ],
)
def test_what_cannot_be_read_comes_back_as_typed(
    pasted: str, told: str, boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    response = save(boss, path, TOO_FAR_EAST, text=pasted, name="Моё имя")
    assert response.status_code == 422
    assert told in text(response)
    form = BeautifulSoup(response.content, "html.parser").select_one("[data-drawing]")
    assert form is not None
    assert form.select_one("[name=text]").get_text().strip() == pasted
    assert form.select_one("[name=name]")["value"] == "Моё имя"
    assert json.loads(form.select_one("[name=shape]")["value"]) == [
        [[list(p) for p in r] for r in TOO_FAR_EAST.coords]
    ]
    assert Drawing.objects.get().revision == 1


def test_a_file_is_uploaded(boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    path = opened(boss, zone=zones[0].pk)
    good = SimpleUploadedFile("zone.geojson", EAST.geojson.encode())
    assert boss.post(path, values(boss, path, file=good)).status_code == 302
    assert drawn.geometry_of(Drawing.objects.get().shape).bounds == EAST.extent
    bad = SimpleUploadedFile("zone.geojson", b"\xff\xfe\x00")
    assert "no text in UTF-8" in text(boss.post(path, values(boss, path, file=bad)))


def test_duty_is_kept(boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    path = opened(boss, zone=zones[0].pk)
    save(boss, path, about=["category:roads", "category:nonsense"])
    assert Drawing.objects.get().categories == ["roads"]
    assert save(boss, path, about=["category:roads"]).status_code == 302
    assert save(boss, path, about=[]).status_code == 302
    assert Drawing.objects.get().categories == []


def test_a_window_that_is_behind_is_told_and_loses_nothing(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    behind = values(boss, path, shape=json.dumps([EAST.coords]))
    save(boss, path, TOO_FAR_EAST)
    response = boss.post(path, behind)
    assert response.status_code == 422
    assert "saved in another window" in text(response)
    page = BeautifulSoup(response.content, "html.parser")
    assert json.loads(page.select_one("#page-data").get_text())["unsaved"]
    form = BeautifulSoup(response.content, "html.parser").select_one("[data-drawing]")
    assert form is not None
    again = {"revision": form.select_one("[name=revision]")["value"], "shape": behind["shape"]}
    assert boss.post(path, again).status_code == 302
    assert drawn.geometry_of(Drawing.objects.get().shape).bounds == EAST.extent


def test_neighbours_are_exact_and_of_the_same_scope(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    make_zone(make_organisation("Фонари"), polygon=EAST, topics=["lamp"])
    path = opened(boss, zone=zones[0].pk)
    view = "west=30.1&south=59.9&east=30.5&north=60.1"
    found = boss.get(f"{path}around/?{view}").json()["features"]
    assert [(one["properties"]["role"], one["properties"]["name"]) for one in found] == [
        ("neighbour", "ЖКС Восток"),
        ("ground", ""),
    ]
    assert found[0]["geometry"]["coordinates"] == [[list(vertex) for vertex in EAST.coords[0]]]
    assert boss.get(f"{path}around/").status_code == 400
    assert boss.get(f"{path}around/?west=-180&south=-90&east=180&north=90").json()["features"] == []


def test_a_check_keeps_nothing(boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    path = opened(boss, zone=zones[0].pk)
    body = json.dumps({"shape": [TOO_FAR_EAST.coords]})
    [finding] = boss.post(f"{path}check/", body, "application/json").json()["findings"]
    assert (finding["fault"], finding["grave"], finding["shape"]["type"]) == (
        "overlap",
        False,
        "MultiPolygon",
    )
    assert Drawing.objects.get().revision == 1
    assert boss.post(f"{path}check/", "nonsense", "application/json").status_code == 422


def test_another_administrators_drawing_is_theirs(
    boss: Client, sign_in: SignIn, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    other = sign_in(Role.ADMINISTRATOR)
    assert other.get(path).status_code == 404
    assert other.post(f"{path}drop/").status_code == 404
    theirs = opened(other, zone=zones[0].pk)
    assert theirs != path
    assert "is drawing the same" in text(other.get(theirs))


def test_preview_then_publication_passes_appeals_on(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    west, east = zones
    moved = make_appeal(at=LonLat(30.305, TOWN.lat), executor=east.organisation)
    make_appeal(at=LonLat(30.25, TOWN.lat), executor=west.organisation)
    path, other = opened(boss, zone=west.pk), opened(boss, zone=east.pk)
    save(boss, path, TOO_FAR_EAST)
    assert save(boss, other, box(30.31, 59.95, 30.40, 60.05), then="publish")["Location"].endswith("publish/")
    second = Drawing.objects.get(zone=east)
    today = timezone.localdate().isoformat()
    asked = f"{path}publish/?valid_from={today}&together={second.pk}"
    page = BeautifulSoup(boss.get(asked).content, "html.parser")
    assert "1 open appeal changes hands" in page.get_text()
    assert page.select_one(f'a[href="/appeals/{moved.number}/"]') is not None
    form = page.select_one("form[method=post][action$='publish/']")
    assert form is not None
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    done = boss.post(f"{path}publish/", sent | {"passing": "all"}, follow=True)
    assert "1 appeal was passed on" in text(done)
    moved.refresh_from_db()
    assert moved.executor == west.organisation
    assert not Drawing.objects.exists()
    assert ServiceZone.objects.get(pk=west.pk).valid_to == timezone.localdate()
    stale = boss.post(f"{path}publish/", sent | {"passing": "all"})
    assert stale.status_code == 404


def test_a_preview_of_something_older_publishes_nothing(
    boss: Client, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    path = opened(boss, zone=zones[0].pk)
    save(boss, path, TOO_FAR_EAST)
    row = Drawing.objects.get()
    sent = {
        "valid_from": timezone.localdate().isoformat(),
        "seen": f"{row.pk}:{row.revision - 1}",
        "passing": "all",
    }
    response = boss.post(f"{path}publish/", sent)
    assert response.status_code == 422
    assert "saved after this preview" in text(response)
    assert ServiceZone.objects.filter(valid_to=None).count() == 2
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert "yet to come" in text(boss.get(f"{path}publish/?valid_from={later}"))
    assert boss.get(f"{path}publish/?valid_from=nonsense").status_code == 422


def test_the_second_administrator_is_asked_to_look(
    boss: Client, sign_in: SignIn, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    other = sign_in(Role.ADMINISTRATOR)
    mine, theirs = opened(boss, zone=zones[0].pk), opened(other, zone=zones[0].pk)
    save(boss, mine, TOO_FAR_EAST)
    save(other, theirs, box(30.20, 59.96, 30.30, 60.05))
    row = Drawing.objects.get(pk=int(mine.rstrip("/").rpartition("/")[2]))
    sent = {
        "valid_from": timezone.localdate().isoformat(),
        "seen": f"{row.pk}:{row.revision}",
        "passing": "none",
    }
    assert boss.post(f"{mine}publish/", sent).status_code == 302
    page = text(other.get(theirs))
    assert "changed by somebody else" in page
    assert "begins" in page
    assert other.get(f"{theirs}publish/").status_code == 422
    assert other.post(f"{theirs}rebase/").status_code == 302
    assert other.get(f"{theirs}publish/").status_code == 200
    assert other.post(f"{theirs}drop/").status_code == 302
    assert not Drawing.objects.exists()


def test_areas_by_version_and_a_new_one(boss: Client, zones: tuple[ServiceZone, ServiceZone]) -> None:
    make_area("Район", polygon=WEST, code="west", parent=Area.objects.get(kind="city"))
    page = text(boss.get("/administration/areas/"))
    assert "Район" in page
    home = Area.objects.get(code="west").collection
    path = opened(boss, collection=home.pk)
    save(boss, path, TOO_FAR_EAST, name="Новый", code="west", kind="district")
    response = save(boss, path, TOO_FAR_EAST, name="Новый", code="west", kind="district")
    assert "has an area with the code" in text(response)
    save(boss, path, TOO_FAR_EAST, name="Новый", code="new", kind="district")
    assert "overlap with “Район”" in text(boss.get(path))
    row = Drawing.objects.get()
    sent = {
        "valid_from": timezone.localdate().isoformat(),
        "seen": f"{row.pk}:{row.revision}",
        "passing": "all",
    }
    assert boss.post(f"{path}publish/", sent).status_code == 302
    assert BoundaryVersion.objects.count() == 2
    old = text(boss.get(f"/administration/areas/?collection={home.slug}&version=1"))
    assert "Новый" not in old
    assert "Новый" in text(boss.get(f"/administration/areas/?collection={home.slug}"))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.HEAD, Role.ANALYST, None])
def test_nobody_else_draws(
    role: Role | None, sign_in: SignIn, zones: tuple[ServiceZone, ServiceZone]
) -> None:
    client = sign_in(role, zones[0].organisation if role == Role.HEAD else None)
    assert client.get("/administration/zones/").status_code == 403
    assert client.post("/administration/zones/draw/", {"zone": zones[0].pk}).status_code == 403
    assert not Drawing.objects.exists()
