"""A reform published ahead: list, card, page, tile and areas call a district what it is called today."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from appeals.models import Appeal
from geo import tilegrid
from territories.models import Area
from territories.services.boundaries import publish, stage
from territories.types import AreaRow
from tests.builders import make_appeal, make_organisation, make_user
from tests.grid import Grid
from tests.tiles.decoding import properties
from tiles.engine import tile

TOWN = Grid("AA\nAA", step_m=2000.0)
OLD, NEW = "Старый район", "Новый округ"
pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal() -> Appeal:
    _publish(OLD, since=None, days_ago=60)
    area = Area.objects.get()
    return make_appeal(at=TOWN.point(0, 0), areas=[area], executor=make_organisation("Служба"))


def _publish(name: str, *, since: date | None, days_ago: int) -> None:
    row = TOWN.area("A")
    rows = [AreaRow(row.kind, row.code, name, row.geometry)]
    then = timezone.now() - timedelta(days=days_ago)
    publish(version=stage(collection="town", rows=rows), valid_from=since, now=then)


def _told(client: Client, appeal: Appeal) -> dict[str, str]:
    """What each of them calls the area."""
    area = Area.objects.get()
    listed = client.get("/api/v1/appeals/").json()["features"][0]["properties"]["area"]
    card = client.get(f"/api/v1/appeals/{appeal.number}/").json()["properties"]["area"]
    [drawn] = properties(tile("areas", tilegrid.tile_at(TOWN.at(1, 1), 10)), "areas")
    listed_area = client.get("/api/v1/areas/").json()["features"][0]["properties"]["name"]
    worker = Client()
    worker.force_login(make_user(role=Role.WORKER, organisation=appeal.executor))
    page = worker.get("/organisation/").content.decode()
    desk = next((name for name in (OLD, NEW) if name in page), "")
    one = client.get(f"/api/v1/areas/{area.pk}/").json()["properties"]["name"]
    return {
        "list": listed,
        "card": card,
        "tile": drawn["name"],
        "areas": listed_area,
        "area": one,
        "desk": desk,
    }


def test_before_it_begins_nobody_uses_the_new_name(client: Client, appeal: Appeal) -> None:
    _publish(NEW, since=timezone.localdate() + timedelta(days=30), days_ago=0)
    assert set(_told(client, appeal).values()) == {OLD}


def test_from_its_first_day_everybody_does_without_any_step(client: Client, appeal: Appeal) -> None:
    _publish(NEW, since=timezone.localdate(), days_ago=30)
    assert Area.objects.get().name == OLD
    assert set(_told(client, appeal).values()) == {NEW}
