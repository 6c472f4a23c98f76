"""Contracts and lists of houses, read for the houses that are asked for; no geometry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Any

from territories.bulk.book import ZoneFacts
from territories.models import HouseContract, ServiceZone
from territories.rules import in_force
from territories.types import Candidate, Rule, ZoneBasis

NO_HOUSE = -1


@dataclass(slots=True)
class _Terms:
    """Who may answer for a house, by contract and by lists of houses. key: equal where nothing else differs."""

    contracts: list[tuple[Candidate, date | None, date | None]] = field(default_factory=list)
    zone_ids: list[int] = field(default_factory=list)

    def key(self) -> tuple[Any, ...]:
        signed = ((one.organisation_id, one.since, start, end) for one, start, end in self.contracts)
        return (*signed, *self.zone_ids)


class Houses:
    """What is known of houses; `read` comes before everything else."""

    def __init__(self, zones: dict[int, ZoneFacts]) -> None:
        self._zones = zones
        self._terms: dict[int, _Terms] = {}
        self._keys: dict[int, tuple[Any, ...]] = {NO_HOUSE: ()}
        self._addresses: dict[int, str] = {}

    def read(self, house_ids: Iterable[int]) -> None:
        """Make the houses known: two queries for all that are new."""
        new = [house_id for house_id in set(house_ids) if house_id not in self._keys]
        if not new:
            return
        found: dict[int, _Terms] = defaultdict(_Terms)
        contracts = HouseContract.objects.filter(house_id__in=new).order_by("pk")
        for house_id, address, organisation_id, organisation, start, end in contracts.values_list(
            "house_id", "house__address", "organisation_id", "organisation__name", "valid_from", "valid_to"
        ):
            self._addresses[house_id] = address
            candidate = Candidate(
                rule=Rule.HOUSE_CONTRACT,
                organisation_id=organisation_id,
                organisation=organisation,
                since=start,
                house_id=house_id,
                label=address,
                layer=Rule.HOUSE_CONTRACT.value,
            )
            found[house_id].contracts.append((candidate, start, end))
        listed = ServiceZone.houses.through.objects.filter(house_id__in=new).order_by("servicezone_id")
        for house_id, zone_id in listed.values_list("house_id", "servicezone_id"):
            found[house_id].zone_ids.append(zone_id)
        self._terms.update(found)
        self._keys.update((house_id, found[house_id].key() if house_id in found else ()) for house_id in new)

    def terms(self, house_id: int) -> tuple[Any, ...]:
        """Equal for houses about which the same would be decided; empty where nobody is named."""
        return self._keys[house_id]

    def address(self, house_id: int) -> str:
        """Of a house with a contract; empty for others."""
        return self._addresses.get(house_id, "")

    def candidates(self, house_id: int, on: date) -> list[Candidate]:
        """Those with a contract and those on whose list the house stands, on a day."""
        terms = self._terms.get(house_id)
        if terms is None:
            return []
        signed = [one for one, start, end in terms.contracts if in_force(start, end, on)]
        zones = (self._zones[zone_id] for zone_id in terms.zone_ids)
        return signed + [
            replace(zone.candidate, house_id=house_id, border_m=inf)
            for zone in zones
            if zone.basis == ZoneBasis.HOUSES and zone.holds(on)
        ]
