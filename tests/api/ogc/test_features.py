"""/ogc/: documents, pages, filters, coordinate systems; the same appeals as the list's, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from pyproj import Transformer
from rest_framework.test import APIClient

from accounts.types import Role
from api.ogc.catalogue import COLLECTIONS
from appeals.types import Kind, Privacy, State, Visibility
from geo.types import LonLat
from tests.api.conftest import SignIn
from tests.builders import (
    NOON,
    box,
    make_appeal,
    make_area,
    make_organisation,
    make_topic,
    make_user,
    make_zone,
)

pytestmark = pytest.mark.django_db
ITEMS = "/ogc/collections/appeals/items"
EPSG_4326, EPSG_3857 = (f"http://www.opengis.net/def/crs/EPSG/0/{code}" for code in (4326, 3857))


def get(client: APIClient, path: str, status: int = 200, **query: Any) -> dict[str, Any]:
    answer = client.get(path, query)
    assert answer.status_code == status, answer.content
    return answer.json()


def ids(client: APIClient, path: str = ITEMS, **query: Any) -> list[Any]:
    return [feature["id"] for feature in get(client, path, **query)["features"]]


def rel(document: dict[str, Any], name: str) -> str:
    return next(link["href"] for link in document["links"] if link["rel"] == name)


def test_everything_is_found_from_the_landing_page(client: APIClient) -> None:
    make_appeal()
    landing = get(client, "/ogc/")
    assert client.get(rel(landing, "service-desc")).json()["openapi"].startswith("3.0")
    assert any(
        name.endswith("features-1/1.0/conf/core")
        for name in get(client, rel(landing, "conformance"))["conformsTo"]
    )
    collections = get(client, rel(landing, "data"))["collections"]
    assert [collection["id"] for collection in collections] == ["appeals", "areas", "zones"]
    assert collections[0]["extent"]["spatial"]["bbox"][0] == pytest.approx([30.3, 60, 30.3, 60], abs=1e-6)
    assert get(client, rel(collections[0], "items"))["numberMatched"] == 1
    assert client.get(rel(collections[0], "describedby")).headers["Content-Type"] == "application/schema+json"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_feature_has_the_properties_that_its_schema_says(client: APIClient, name: str) -> None:
    make_appeal(areas=[make_area()], executor=make_organisation())
    make_zone(make_organisation())
    feature = get(client, f"/ogc/collections/{name}/items")["features"][0]
    schema = get(client, f"/ogc/collections/{name}/schema")["properties"]
    assert set(feature["properties"]) == set(schema) - {"geometry"}
    one = get(client, f"/ogc/collections/{name}/items/{feature['id']}")
    assert {key: one[key] for key in feature} == feature


def test_appeals_are_those_of_the_list_whoever_looks(client: APIClient, sign_in: SignIn) -> None:
    author = make_user()
    organisation = make_organisation()
    make_appeal(topic=make_topic("pipe", privacy=Privacy.HOME), address="Метский, Садовая улица, 13")
    make_appeal(visibility=Visibility.PRIVATE, executor=organisation)
    make_appeal(visibility=Visibility.PRIVATE, author=author)
    make_appeal(state=State.MODERATION)
    people = {
        "public": client,
        "author": sign_in(user=author),
        "worker": sign_in(Role.WORKER, organisation=organisation),
        "moderator": sign_in(Role.MODERATOR),
    }
    seen = {}
    for name, person in people.items():
        listed = person.get("/api/v1/appeals/").json()
        page = get(person, ITEMS)
        for feature in listed["features"]:
            feature["properties"].pop("distance_m")
        assert page["features"] == listed["features"]
        assert page["numberMatched"] == page["numberReturned"] == listed["numberMatched"]
        seen[name] = page["numberMatched"]
    assert seen == {"public": 1, "author": 2, "worker": 2, "moderator": 4}


def test_what_may_not_be_seen_is_not_there(client: APIClient) -> None:
    hidden = make_appeal(visibility=Visibility.PRIVATE)
    problem = get(client, f"{ITEMS}/{hidden.number}", 404)
    assert problem == {**get(client, f"{ITEMS}/no-such", 404), "instance": problem["instance"]}


def test_pages_follow_each_other_also_when_appeals_come(client: APIClient) -> None:
    expected = [make_appeal(submitted_at=NOON - timedelta(hours=hour)).number for hour in range(5)]
    first = get(client, ITEMS, limit=2)
    make_appeal(submitted_at=NOON + timedelta(hours=1))
    found, page = [feature["id"] for feature in first["features"]], first
    while any(link["rel"] == "next" for link in page["links"]):
        page = get(client, rel(page, "next"))
        found += [feature["id"] for feature in page["features"]]
    assert found == expected
    assert (first["numberMatched"], first["numberReturned"]) == (5, 2)


@pytest.mark.parametrize("name", ["areas", "zones"])
def test_areas_and_zones_have_pages_too(client: APIClient, name: str) -> None:
    for number in range(3):
        make_area(f"Area {number}")
        make_zone(make_organisation())
    first = get(client, f"/ogc/collections/{name}/items", limit=2)
    last = get(client, rel(first, "next"))
    assert (first["numberMatched"], last["numberMatched"], last["numberReturned"]) == (3, 3, 1)
    assert len({feature["id"] for page in (first, last) for feature in page["features"]}) == 3
    assert not any(link["rel"] == "next" for link in last["links"])


def test_axes_are_in_the_order_of_the_system(client: APIClient) -> None:
    make_appeal(at=LonLat(30.5, 60.25))
    answers = {crs: client.get(ITEMS, {"crs": crs}) for crs in (EPSG_4326, EPSG_3857)}
    placed = {crs: answer.json()["features"][0]["geometry"]["coordinates"] for crs, answer in answers.items()}
    assert placed[EPSG_4326] == [60.25, 30.5]
    metres = Transformer.from_crs(4326, 3857, always_xy=True).transform(30.5, 60.25)
    assert placed[EPSG_3857] == pytest.approx(metres, abs=0.01)
    assert {crs: answer.headers["Content-Crs"] for crs, answer in answers.items()} == {
        crs: f"<{crs}>" for crs in answers
    }
    plain = client.get(ITEMS)
    assert plain.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert plain.json()["features"][0]["geometry"]["coordinates"] == [30.5, 60.25]


def test_a_polygon_is_placed_as_well(client: APIClient) -> None:
    make_area(polygon=box(30, 60, 31, 61))
    plain, turned = (
        get(client, "/ogc/collections/areas/items", **query)["features"][0]["geometry"]["coordinates"][0][0]
        for query in ({}, {"crs": EPSG_4326})
    )
    assert turned == [[lat, lon] for lon, lat in plain]


@pytest.mark.parametrize(
    ("box_text", "crs", "found"),
    [
        ("30.4,60.2,30.6,60.3", None, True),
        ("30.4,60.2,0,30.6,60.3,9", None, True),
        ("60.2,30.4,60.3,30.6", EPSG_4326, True),
        ("60.2,30.4,60.3,30.6", None, False),
        ("3395000,8455000,3396000,8456000", EPSG_3857, True),
        ("3395000,8455000,3395001,8456000", EPSG_3857, False),
    ],
)
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_box_is_in_its_own_system(
    client: APIClient, name: str, box_text: str, crs: str | None, found: bool
) -> None:
    make_appeal(at=LonLat(30.5, 60.25))
    small = box(30.499, 60.249, 30.501, 60.251)
    make_area(polygon=small)
    make_zone(make_organisation(), polygon=small)
    query = {"bbox": box_text, **({"bbox-crs": crs} if crs else {})}
    assert len(ids(client, f"/ogc/collections/{name}/items", **query)) == int(found)


@pytest.mark.parametrize(
    ("interval", "hours"),
    [
        ("2026-03-10T12:00:00Z", [12]),
        ("2026-03-10T12:00:00Z/2026-03-10T13:00:00Z", [12, 13]),
        ("../2026-03-10T12:00:00Z", [11, 12]),
        ("2026-03-10T13:00:00Z/..", [13, 14]),
        ("2026-03-10T15:00:00+03:00", [12]),
        ("2026-03-10", [11, 12, 13, 14]),
        ("2026-03-11/", []),
    ],
)
def test_time(client: APIClient, interval: str, hours: list[int]) -> None:
    numbers = {make_appeal(submitted_at=NOON.replace(hour=hour)).number: hour for hour in (11, 12, 13, 14)}
    assert sorted(numbers[number] for number in ids(client, datetime=interval)) == hours


def test_properties_narrow_as_in_the_list(client: APIClient) -> None:
    organisation, area = make_organisation(), make_area()
    problem = make_appeal(kind=Kind.PROBLEM, topic=make_topic("pothole"), areas=[area])
    thanks = make_appeal(kind=Kind.GRATITUDE, topic=make_topic("lamp"), executor=organisation, text="Спасибо")
    assert ids(client, kind="problem") == ids(client, topic="pothole") == [problem.number]
    assert ids(client, executor_id=organisation.pk) == ids(client, q="спасибо") == [thanks.number]
    assert ids(client, area_id=area.pk) == [problem.number]
    assert ids(client, kind="problem", topic="lamp") == []


def test_areas_and_zones_are_filtered(client: APIClient) -> None:
    district, okrug = make_area(kind="district"), make_area(kind="okrug", collection="okrugs")
    shared = make_zone(make_organisation("A"), shared=True)
    plain = make_zone(make_organisation("B"))
    listed = make_zone(make_organisation("C"))
    type(listed).objects.filter(pk=listed.pk).update(geom=None)
    listed.areas.add(district)
    areas, zones = "/ogc/collections/areas/items", "/ogc/collections/zones/items"
    assert ids(client, areas, kind="okrug") == ids(client, areas, collection="okrugs") == [okrug.pk]
    assert ids(client, zones, shared="true") == ids(client, zones, organisation="A") == [shared.pk]
    assert ids(client, zones, shared="false") == [plain.pk, listed.pk]
    assert get(client, f"{zones}/{listed.pk}")["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert district.pk in ids(client, areas)


@pytest.mark.parametrize(
    "query",
    [
        *({"limit": text} for text in ("0", "-1", "x")),
        *({"bbox": text} for text in ("1,2,3", "a,b,c,d", "3,2,1,4", "nan,1,2,3", "200,0,201,1")),
        *({"datetime": text} for text in ("x", "../..", "2026-13-01", "2026-03-02/2026-03-01", "0001-01-01")),
        *({name: "http://www.opengis.net/def/crs/EPSG/0/32636"} for name in ("crs", "bbox-crs")),
        {"kind": "nonsense"},
        {"unknown": "1"},
        {"cursor": "nonsense"},
        {"f": "xml"},
    ],
)
def test_what_cannot_be_used_is_a_problem(client: APIClient, query: dict[str, str]) -> None:
    answer = client.get(ITEMS, query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] in query


@pytest.mark.parametrize("name", ["executor_id", "area_id"])
def test_a_problem_names_the_parameter_as_it_was_sent(client: APIClient, name: str) -> None:
    assert get(client, ITEMS, 400, **{name: "x"})["errors"][0]["field"] == name


def test_a_larger_page_than_the_largest_is_the_largest(client: APIClient) -> None:
    make_appeal()
    assert get(client, ITEMS, limit=1_000_000)["numberReturned"] == 1


@pytest.mark.parametrize("path", ["/ogc/collections/x", "/ogc/collections/x/items", "/ogc/x", f"{ITEMS}/x/y"])
def test_unknown_paths_are_problems(client: APIClient, path: str) -> None:
    assert client.get(path).headers["Content-Type"] == "application/problem+json"
    assert client.get(path).status_code == 404


def test_browsers_get_pages(client: APIClient) -> None:
    number = make_appeal(text="<script>alert(1)</script>").number
    browser = {"headers": {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}}
    for path in (
        *("/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/appeals"),
        *("/ogc/collections/areas/schema", "/ogc/collections/zones/queryables", ITEMS, f"{ITEMS}/{number}"),
    ):
        answer = client.get(path, **browser)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "Accept" in answer.headers["Vary"]
        assert "<script>alert" not in answer.content.decode()
        assert (
            client.get(f"{path}?f=json", **browser)
            .headers["Content-Type"]
            .partition("+")[0]
            .startswith("application")
        )


def test_a_page_costs_as_many_queries_whatever_it_holds(
    client: APIClient, django_assert_num_queries: Any
) -> None:
    make_appeal()
    with django_assert_num_queries(3):
        get(client, ITEMS)
    for _ in range(4):
        make_appeal()
    with django_assert_num_queries(3):
        get(client, ITEMS)
