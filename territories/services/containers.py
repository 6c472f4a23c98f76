"""Container sites and temperatures: every write; not how files are read (importing)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from geo.models import Source
from geo.stamps import require_unchanged
from geo.types import LonLat
from territories.errors import AlreadyOver, EndsBeforeStart, SiteCodeTaken
from territories.models import ContainerSite, DailyTemperature

# What a file or a person may say of a site; its code is what it is known by.
SITE_FIELDS = frozenset(
    {
        *("name", "location", "address", "operator_id", "containers", "volume_m3", "kinds", "interval_days"),
        *("route_days", "valid_from", "valid_to"),
    }
)


@dataclass(frozen=True, slots=True)
class StoredSites:
    """How many sites are new, and how many are otherwise than before."""

    created: int
    updated: int


@transaction.atomic
def store_sites(*, rows: Mapping[str, Mapping[str, Any]], source: Source) -> StoredSites:
    """Make the sites of these codes what the rows say; a field that a row lacks stays as it is.

    rows: values of SITE_FIELDS by code, `location` as LonLat (WGS84 degrees). A new site needs its location and
    its operator. Sites that the rows do not name stay as they are.
    """
    known = {site.code: site for site in ContainerSite.objects.select_for_update().filter(code__in=rows)}
    created = [_filled(ContainerSite(code=code), rows[code], source) for code in rows if code not in known]
    before = {code: _values(site) for code, site in known.items()}
    changed = [
        site
        for code, site in known.items()
        if _values(_filled(site, rows[code], site.source)) != before[code]
    ]
    ContainerSite.objects.bulk_create(created, batch_size=1000)
    ContainerSite.objects.bulk_update(changed, sorted(_columns()), batch_size=500)
    return StoredSites(len(created), len(changed))


@transaction.atomic
def add_site(*, code: str, values: Mapping[str, Any]) -> ContainerSite:
    """A site made by hand. Raises SiteCodeTaken, EndsBeforeStart."""
    _check_days(values.get("valid_from"), values.get("valid_to"))
    site = _filled(ContainerSite(code=code), values, None)
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as problem:
        if ContainerSite.objects.filter(code=code).exists():
            raise SiteCodeTaken(code=code) from problem
        raise
    return site


@transaction.atomic
def change_site(*, site_id: int, seen: str, values: Mapping[str, Any]) -> ContainerSite:
    """Correct what is said of a site, its place included: also for the complaints of before.

    A site that really moves is closed, and another one begins. seen: stamp of what was looked at. Raises
    ChangedMeanwhile, EndsBeforeStart.
    """
    site = ContainerSite.objects.select_for_update().get(pk=site_id)
    require_unchanged(site, seen)
    _filled(site, values, site.source)
    _check_days(site.valid_from, site.valid_to)
    site.save()
    return site


@transaction.atomic
def close_site(*, site_id: int, on: date) -> ContainerSite:
    """There is no such site from a local day on. Raises AlreadyOver, EndsBeforeStart."""
    site = ContainerSite.objects.select_for_update().get(pk=site_id)
    if site.valid_to is not None and site.valid_to <= on:
        raise AlreadyOver
    _check_days(site.valid_from, on)
    site.valid_to = on
    site.save(update_fields=["valid_to"])
    return site


def store_temperatures(*, rows: Sequence[tuple[int | None, date, float]]) -> None:
    """Means (°C) of days by area id; None: wherever no area has its own. A day that is known already is replaced."""
    DailyTemperature.objects.bulk_create(
        [DailyTemperature(area_id=area_id, on=on, mean_c=mean) for area_id, on, mean in rows],
        update_conflicts=True,
        unique_fields=["area", "on"],
        update_fields=["mean_c"],
        batch_size=2000,
    )


def _filled(site: ContainerSite, values: Mapping[str, Any], source: Source | None) -> ContainerSite:
    for name in SITE_FIELDS & values.keys():
        value = values[name]
        setattr(site, name, Point(value.lon, value.lat, srid=4326) if isinstance(value, LonLat) else value)
    site.source = source
    return site


def _values(site: ContainerSite) -> dict[str, Any]:
    found = {name: getattr(site, name) for name in SITE_FIELDS - {"location"}}
    return {**found, "location": (round(site.location.x, 7), round(site.location.y, 7))}


def _columns() -> set[str]:
    return {"operator" if name == "operator_id" else name for name in SITE_FIELDS}


def _check_days(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise EndsBeforeStart
