"""Seeds the demo: towns, who answers there, appeals and sign-ins; the generator itself is elsewhere."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import transaction
from django.utils import timezone

from analytics.services.totals import take_months
from appeals.importing.catalogue import load_catalogue
from appeals.models import Appeal
from demo import accounts, indexes, loading, organisations, people, photos, surroundings
from demo import areas as dividing
from demo.areas import TownAreas
from demo.errors import AlreadySeeded
from demo.loading import Houses
from demo.organisations import Offices
from demo.stories import sites
from demo.stories.writing import WITH_HISTORY, Chronicle
from demo.surroundings import Surroundings
from demo.town.layout import Town, at_site, build_plan, plan_of
from demo.town.network import Street
from geo import sql
from geo.models import Settlement, Source
from territories.models import Area, Collection
from territories.services import boundaries
from territories.services.zones import ZoneDraft, store
from territories.types import AreaRow

Progress = Callable[[str], None]
PHOTOS = 40
SOLVED = 30
REGION_NAME = "Среднереченская область"


def is_seeded() -> bool:
    """True when the demo, or anything else, is in the database already."""
    return Settlement.objects.exists() or Appeal.objects.exists()


@dataclass(frozen=True, slots=True)
class Founded:
    """A town in the database."""

    town: Town
    houses: Houses
    offices: Offices


@dataclass(frozen=True, slots=True)
class Plan:
    """What the towns of one plan share: everything but place and names."""

    town: Town
    divided: TownAreas
    around: Surroundings


@transaction.atomic
def seed(
    *,
    towns: int,
    appeals: int,
    seed: int,
    now: datetime,
    progress: Progress,
    replace: bool = False,
    scale: float | None = None,
) -> None:
    """Builds `towns` towns and `appeals` appeals up to `now`, and the demo's sign-ins. All or nothing.

    scale: of the towns and of the number of pictures, for tests. replace: empties the tables first. Raises
    AlreadySeeded when they hold a demo and shall not be emptied.
    """
    # Drawn first: emptying locks the tables until the end.
    plans = {number: _draw(seed, number, scale) for number in sorted({plan_of(n) for n in range(towns)})}
    progress(f"{len(plans)} plans")
    if replace:
        sql.execute("demo", "clear", {})
    elif Settlement.objects.filter(source__slug="demo").exists():
        raise AlreadySeeded
    load_catalogue()
    history = appeals <= WITH_HISTORY
    with nullcontext() if history else indexes.postponed():
        founded = _found_all(seed, towns, plans, timezone.localdate(now), progress)
        sites.write_temperatures(np.random.default_rng([seed, 6]), timezone.localdate(now))
        accounts.make(founded[0].offices.by_key)
        book = Chronicle(seed=seed, now=now, history=history)
        for place, share in zip(founded, _shares(towns, appeals), strict=True):
            book.write(place.town, place.houses, place.offices, share)
            progress(f"{place.town.name}: {share} appeals")
    if history:
        progress(f"{accounts.give_appeals()} appeals of the demo's resident")
        progress(f"{people.sign()} unpublished appeals signed")
        progress(f"{take_months(now=now)} months taken")
        drawn, solved = (round(count * (scale or 1)) for count in (PHOTOS, SOLVED))
        progress(f"{photos.add(np.random.default_rng([seed, 3]), drawn)} pictures")
        progress(f"{photos.add_solved(np.random.default_rng([seed, 4]), solved)} pictures before and after")


def _shares(towns: int, appeals: int) -> list[int]:
    """Appeals per town, the rest goes to the first."""
    each = appeals // towns
    return [appeals - each * (towns - 1), *[each] * (towns - 1)]


def _draw(seed: int, number: int, scale: float | None) -> Plan:
    town = build_plan(seed, number, scale=scale)
    rng = np.random.default_rng([seed, number, 1])
    divided = dividing.divide(rng, town)
    town.paths = [Street(line, "path") for line in surroundings.park_paths(rng, town)]
    town.paths += [
        Street(surroundings.lake_path(town), "path"),
        Street(surroundings.embankment(town), "footway"),
    ]
    around = surroundings.survey(rng, town)
    around.borders = [(6, divided.okrug.exterior), (8, divided.limit.exterior)]
    return Plan(town, divided, around)


def _found_all(
    seed: int, towns: int, plans: dict[int, Plan], today: date, progress: Progress
) -> list[Founded]:
    """All towns with those who answer there."""
    origin = loading.source()
    drawn = [plans[plan_of(index)] for index in range(towns)]
    named = [at_site(plan.town, seed, index) for index, plan in enumerate(drawn)]
    registers = organisations.register_all(named)
    founded: list[Founded] = []
    drafts: list[ZoneDraft] = []
    for town, plan, register in zip(named, drawn, registers, strict=True):
        houses = _write_places(town, plan.around, origin)
        oktmo = str(61_700_000 + town.index)
        areas = _write_areas(town, plan.divided, oktmo, origin)
        offices = organisations.sign(np.random.default_rng([seed, town.index, 1]), town, houses, register)
        organisations.empower(offices, areas, oktmo)
        drafts += organisations.zones(town, offices, plan.divided, areas)
        founded.append(Founded(town, houses, offices))
        progress(f"{town.name}: {len(houses)} houses")
    store(drafts=drafts, source=origin, today=today)
    progress(f"{people.settle(today=today, origin=origin):.0f} people")
    return founded


def _write_places(town: Town, around: Surroundings, origin: Source) -> Houses:
    loading.write_basemap(town, around, origin)
    settlements = loading.write_settlements(town, REGION_NAME, origin)
    streets = loading.write_streets(town, settlements, origin)
    return loading.write_houses(town, settlements, streets, origin)


def _write_areas(town: Town, divided: TownAreas, oktmo: str, origin: Source) -> dict[tuple[str, str], Area]:
    slug = "berezovsk" if town.index == 0 else f"town-{town.index}"
    if town.index == 0:
        shape = dividing.region_shape([town.frame.to_4326(divided.okrug)])
        _publish("region", "Регион", [AreaRow("region", "61", REGION_NAME, shape)], origin)
    home = _publish(slug, f"{town.name}: районы", dividing.rows(town, divided, oktmo), origin)
    precincts = dividing.precinct_rows(town, divided, oktmo)
    _publish(f"{slug}-precincts", f"{town.name}: избирательные участки", precincts, origin)
    return {(area.kind, area.code): area for area in home.areas.all()}


def _publish(slug: str, name: str, rows: list[AreaRow], origin: Source) -> Collection:
    version = boundaries.stage(collection=slug, rows=rows, name=name, source=origin)
    return boundaries.publish(version=version).collection
