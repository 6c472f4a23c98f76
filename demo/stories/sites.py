"""Container sites of a demo town and its temperatures: where its appeals about waste are pinned; decides nothing."""

from datetime import date, timedelta
from math import cos, pi

import numpy as np
from django.contrib.gis.geos import Point

from demo.loading import Houses, source
from demo.organisations import Offices
from demo.stories.places import Gazetteer
from demo.town.layout import Town
from territories.bulk import BulkIndex
from territories.models import ContainerSite
from territories.services.containers import store_temperatures
from territories.types import TopicRef, TopicScope, WasteKind

DAILY, SPARSE = (1, 2, 3, 4, 5, 6, 7), ((1, 3, 5), (2, 4, 6), (1, 4), (2, 5))
KINDS = (
    (WasteKind.MIXED,),
    (WasteKind.MIXED, WasteKind.BULKY),
    (WasteKind.MIXED, WasteKind.SEPARATE),
    (WasteKind.MIXED, WasteKind.BULKY, WasteKind.SEPARATE),
)
COLLECTED = TopicRef("waste_not_collected", "waste", TopicScope.STREET)
# Where two carriers share a district the sites go to them in turn.
CARRIERS = ("waste_north", "waste_south")
YEARS = 6
COLDEST = date(2020, 1, 20)


def write(
    rng: np.random.Generator,
    town: Town,
    gazetteer: Gazetteer,
    index: BulkIndex,
    houses: Houses,
    offices: Offices,
) -> int:
    """The sites of a town, each with whoever collects there; answers how many."""
    points = gazetteer.spots("site").points
    lons, lats = np.round(town.frame.degrees_of(points), 7).T
    answers = index.answers(lons, lats, [COLLECTED] * len(points), house_ids=[None] * len(points))
    beside = [houses.addresses[n] for n in gazetteer.nearest_house(points).tolist()]
    origin = source()
    carriers = [offices.by_key[key].pk for key in CARRIERS]
    sites = []
    for n, (lon, lat) in enumerate(zip(lons.tolist(), lats.tolist(), strict=True)):
        answering = answers.kinds[answers.which[n]].organisation_id
        containers = int(rng.integers(2, 9))
        daily = rng.random() < 0.6
        sites.append(
            ContainerSite(
                code=f"КП-{town.index * 10_000 + n + 1:05}",
                location=Point(lon, lat, srid=4326),
                address=beside[n],
                operator_id=answering if answering in carriers else carriers[n % len(carriers)],
                containers=containers,
                volume_m3=round(containers * float(rng.choice([0.75, 1.1])), 2),
                kinds=[kind.value for kind in KINDS[int(rng.integers(len(KINDS)))]],
                route_days=list(DAILY if daily else SPARSE[int(rng.integers(len(SPARSE)))]),
                source=origin,
            )
        )
    ContainerSite.objects.bulk_create(sites, batch_size=1000)
    return len(sites)


def write_temperatures(rng: np.random.Generator, today: date) -> None:
    """Daily means of a continental climate up to a day, everywhere the same: a year's wave and days that drift."""
    drift, rows = 0.0, []
    for ago in range(365 * YEARS, -1, -1):
        day = today - timedelta(days=ago)
        drift = 0.8 * drift + float(rng.normal(0, 1.8))
        wave = cos((day - COLDEST).days / 365.25 * 2 * pi)
        rows.append((None, day, round(5.5 - 14.5 * wave + drift, 1)))
    store_temperatures(rows=rows)
