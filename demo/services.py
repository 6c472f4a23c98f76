"""Seeds the demo: towns, who answers there, appeals and sign-ins; the generator itself is elsewhere."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from django.db import transaction

from appeals.importing.catalogue import load_catalogue
from appeals.models import Appeal
from demo import areas as dividing
from demo import loading, surroundings
from demo.areas import TownAreas
from demo.stories.writing import write_appeals
from demo.town.layout import Town, build_town
from demo.town.network import Street
from geo.models import House, Source
from territories.services import boundaries
from territories.types import AreaRow

Progress = Callable[[str], None]


def is_seeded() -> bool:
    """True when the demo, or anything else, is in the database already."""
    return Source.objects.filter(slug="demo").exists() or Appeal.objects.exists()


@transaction.atomic
def seed(*, towns: int, appeals: int, seed: int, now: datetime, progress: Progress) -> None:
    """Builds `towns` towns and `appeals` appeals up to `now`. All or nothing."""
    load_catalogue()
    origin = loading.source()
    for index in range(towns):
        rng = np.random.default_rng([seed, index, 1])
        town = build_town(seed, index)
        progress(f"{town.name}: {len(town.houses)} houses")
        divided = dividing.divide(rng, town)
        houses = _write_town(rng, town, divided, origin)
        progress(f"{town.name}: appeals")
        write_appeals(rng, town, houses, appeals // towns, now)


def _write_town(rng: np.random.Generator, town: Town, divided: TownAreas, origin: Source) -> list[House]:
    town.paths = [Street(line, "path") for line in surroundings.park_paths(rng, town)]
    town.paths += [Street(surroundings.lake_path(town), "path"), Street(surroundings.embankment(town), "footway")]
    around = surroundings.survey(rng, town)
    around.borders = [(6, divided.okrug.exterior), (8, divided.limit.exterior)]
    loading.write_basemap(town, around, origin)
    settlements = loading.write_settlements(town, f"{dividing.REGION}ская область", origin)
    streets = loading.write_streets(town, settlements, origin)
    houses = loading.write_houses(town, settlements, streets, origin)
    _write_areas(town, divided, origin)
    return houses


def _write_areas(town: Town, divided: TownAreas, origin: Source) -> None:
    oktmo = str(61_700_000 + town.index)
    slug = "berezovsk" if town.index == 0 else f"town-{town.index}"
    if town.index == 0:
        shape = dividing.region_shape([town.frame.to_4326(divided.okrug)])
        _publish("region", "Регион", [AreaRow("region", "61", f"{dividing.REGION}ская область", shape)], origin)
    _publish(slug, f"{town.name}: районы", dividing.rows(town, divided, oktmo), origin)
    _publish(f"{slug}-precincts", f"{town.name}: избирательные участки", dividing.precinct_rows(town, divided, oktmo), origin)


def _publish(slug: str, name: str, rows: list[AreaRow], origin: Source) -> None:
    version = boundaries.stage(collection=slug, rows=rows, name=name, source=origin)
    boundaries.publish(version=version)
