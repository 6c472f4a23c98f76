"""Management contracts of houses in bulk; not the houses nor the register of companies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from geo.sql import copy_rows
from territories.models import HouseContract

COLUMNS = ("house_id", "organisation_id", "valid_from")

# A guess is no contract: below this confidence the number or the street of an address is another one.
SURE = 0.85


@dataclass(frozen=True, slots=True)
class WrittenContracts:
    """What changed: contracts begun and ended, and houses that the file gives to several companies."""

    begun: int
    ended: int
    shared: int


def write_contracts(pairs: Iterable[tuple[int, int]], *, since: date | None = None) -> WrittenContracts:
    """Make the open contracts of the named houses those of the file; pairs: (house id, organisation id).

    A house's first contract reaches back without bound unless `since` is given; a company that replaces
    another begins on `since` (today by default), the day the other ends. Houses not named keep theirs.
    Needs a transaction.
    """
    wanted: dict[int, set[int]] = defaultdict(set)
    for house, organisation in pairs:
        wanted[house].add(organisation)
    current = _open(wanted)
    day = since or timezone.localdate()
    begun = [
        (house, organisation, day if current[house] else since)
        for house, organisations in wanted.items()
        for organisation in sorted(organisations - current[house].keys())
    ]
    ended = [
        contract
        for house, organisations in wanted.items()
        for organisation, contract in current[house].items()
        if organisation not in organisations
    ]
    # A contract that began on the day it would end never held.
    HouseContract.objects.filter(pk__in=ended, valid_from=day).delete()
    HouseContract.objects.filter(pk__in=ended).update(valid_to=day)
    copy_rows(HouseContract._meta.db_table, COLUMNS, _without_resumed(begun))
    return WrittenContracts(len(begun), len(ended), sum(len(those) > 1 for those in wanted.values()))


def _without_resumed(begun: list[tuple[int, int, date | None]]) -> list[tuple[int, int, date | None]]:
    """What has no row yet; one of the same company and first day that had an end goes on."""
    rows = HouseContract.objects.filter(house_id__in={house for house, _organisation, _since in begun})
    known = {
        tuple(values): pk for pk, *values in rows.values_list("pk", "house", "organisation", "valid_from")
    }
    resumed = [known[contract] for contract in begun if contract in known]
    HouseContract.objects.filter(pk__in=resumed).update(valid_to=None)
    return [contract for contract in begun if contract not in known]


def _open(wanted: Mapping[int, set[int]]) -> dict[int, dict[int, int]]:
    """Open contracts per house: contract id by organisation id."""
    current: dict[int, dict[int, int]] = defaultdict(dict)
    rows = HouseContract.objects.filter(house_id__in=list(wanted), valid_to=None)
    for house, organisation, contract in rows.values_list("house_id", "organisation_id", "pk"):
        current[house][organisation] = contract
    return current
