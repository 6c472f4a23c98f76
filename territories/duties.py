"""What one organisation answers for, told to everybody: zones, areas, houses, words; not who answers at one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo import sql
from territories.models import Authority, HouseContract, ServiceZone, held
from territories.queries import name_on
from territories.types import ZoneBasis

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Duties:
    """Duties in force on a day. everything: somewhere it answers for all topics; else codes of some.

    zone_ids: of zones that tiles can draw. areas: whose authority it is, names by id, in order. houses: how many it
    manages by contract. bounds: west, south, east, north degrees of all that; None without a place.
    """

    everything: bool
    topics: frozenset[str]
    categories: frozenset[str]
    zone_ids: list[int]
    zone_names: list[str]
    areas: dict[int, str]
    houses: int
    bounds: Bounds | None


def duties(organisation_id: int, *, on: date) -> Duties:
    """What an organisation answers for on a local day; four queries whatever it holds."""
    zones = list(ServiceZone.objects.filter(held(on), organisation_id=organisation_id).order_by("name", "pk"))
    authority = (
        Authority.objects.filter(held(on))
        .filter(organisation_id=organisation_id)
        .annotate(area_name=name_on(on))
    )
    authorities = list(authority.order_by("area_name"))
    duty = [
        *((zone.topics, zone.categories) for zone in zones),
        *(([], one.categories) for one in authorities),
    ]
    return Duties(
        everything=any(not topics and not categories for topics, categories in duty),
        topics=_codes(topics for topics, _categories in duty),
        categories=_codes(categories for _topics, categories in duty),
        zone_ids=[zone.pk for zone in zones if zone.basis != ZoneBasis.HOUSES],
        zone_names=list(dict.fromkeys(zone.name for zone in zones if zone.name)),
        areas={one.area_id: one.area_name for one in authorities},
        houses=HouseContract.objects.filter(held(on), organisation_id=organisation_id).count(),
        bounds=_bounds(organisation_id, on),
    )


def _codes(lists: Iterable[list[str]]) -> frozenset[str]:
    return frozenset(code for codes in lists for code in codes)


def _bounds(organisation_id: int, on: date) -> Bounds | None:
    params = {"organisation_id": organisation_id, "today": on}
    ((west, south, east, north),) = sql.rows("territories", "duty_extent", params)
    return None if west is None else (west, south, east, north)
