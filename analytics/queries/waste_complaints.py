"""Complaints about waste with the container site that each is about; not what they amount to (queries.waste)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import cos, radians
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from django.db.models import Min

from accounts.types import Viewer
from analytics.rules.waste import (
    COLLECTION_TOPICS,
    MEAN_OF_DAYS,
    SeasonOf,
    Verdict,
    allowed_days,
    collected_by_schedule,
    judge,
    season_of,
)
from appeals.models import Mark, Topic
from appeals.queries.stretches import read_stretches
from appeals.types import PASSED_STATES, Kind, Privacy, Selection
from geo import gridarrays, sql
from geo.tilegrid import QUANTUM_BITS
from territories.models import ContainerSite, ContainerSiteQuerySet, DailyTemperature
from territories.types import WasteKind

# Two sites whose distances differ by less cannot be told apart by a pin set by hand.
TIE_M = 1.0
EARTH_M = 40_075_016.7


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint about a site. on: local day. what: that was not collected, None for other complaints.

    verdict: None for other complaints. assumed: its season was assumed by the calendar. h3: resolution 15.
    replied: it is known when it was answered.
    """

    site_id: int
    on: date
    state: str
    h3: int
    tied: bool
    what: WasteKind | None = None
    verdict: Verdict | None = None
    assumed: bool = False
    topic_id: int = 0
    replied: bool = False


@dataclass(frozen=True, slots=True)
class WasteTopics:
    """Topics about waste whose place is exact: what is coarsened for a home lies near no site in particular."""

    codes: Mapping[int, str]
    categories: tuple[str, ...]


def waste_topics() -> WasteTopics:
    rows = list(
        Topic.objects.filter(is_waste=True, privacy=Privacy.STREET.value).values_list(
            "pk", "code", "category__code"
        )
    )
    return WasteTopics({pk: code for pk, code, _ in rows}, tuple(sorted({row[2] for row in rows})))


@dataclass(frozen=True, slots=True)
class Climate:
    """Means of days (°C) by area, None: of everywhere; and the area whose series holds at a site."""

    series: Mapping[int | None, Mapping[date, float]]
    area_of: Mapping[int, int]

    def season(self, site_id: int, on: date) -> SeasonOf:
        return season_of(on, self.series.get(self.area_of.get(site_id), {}))


def climate(sites: ContainerSiteQuerySet, *, since: date, until: date) -> Climate:
    """Temperatures at the sites, for days between two, `until` exclusive. Two queries."""
    relations = {"sites": sites.order_by().values("id", "location")}
    area_of = dict(sql.rows("analytics", "waste_temperatures", {"on_date": until}, relations))
    series: dict[int | None, dict[date, float]] = defaultdict(dict)
    before = since - timedelta(days=MEAN_OF_DAYS)
    days = DailyTemperature.objects.filter(on__gt=before, on__lt=until)
    for area_id, on, mean in days.values_list("area_id", "on", "mean_c"):
        series[area_id][on] = mean
    return Climate(series, area_of)


def complaints(
    viewer: Viewer,
    sites: ContainerSiteQuerySet,
    places: Sequence[ContainerSite],
    topics: WasteTopics,
    *,
    since: date,
    until: date,
    weather: Climate | None = None,
) -> list[Complaint]:
    """Problems about waste that the viewer may see, near one of the sites: by site, in order of their days.

    since inclusive, until exclusive: days of the service's time zone. places: the same sites, read. Each complaint
    belongs to the nearest site that there was on its day within METKA_WASTE_TOLERANCE_M, whoever's it is. Without a
    climate none is judged. Two queries; none without topics or sites.
    """
    if not topics.codes or not places:
        return []
    params, relations = statement_of(viewer, sites, places, topics, since=since, until=until)
    rows = sql.records("analytics", "waste_complaints", params, relations)
    by_id = {site.pk: site for site in places}
    return [_judged(row, by_id[row["site_id"]], topics, weather) for row in rows]


def statement_of(
    viewer: Viewer,
    sites: ContainerSiteQuerySet,
    places: Sequence[ContainerSite],
    topics: WasteTopics,
    *,
    since: date,
    until: date,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and relations of `waste_complaints`: marks are read only around the places."""
    selection = Selection(
        topics=tuple(sorted(topics.codes.values())),
        kinds=(Kind.PROBLEM,),
        # What no moderator has passed, or one has refused, is no complaint yet, whoever may see it.
        states=tuple(sorted(PASSED_STATES)),
        since=_begins(since),
        until=_begins(until),
    )
    columns = ("appeal_id", "topic_id", "state", "submitted_at", "h3", "answer_h", "geom_3857", "mk")
    found = Mark.objects.visible_to(viewer).matching(selection, viewer).values(*columns)
    params = {"tolerance_m": settings.WASTE_TOLERANCE_M, "tie_m": TIE_M, "zone": settings.CLOCK_ZONE}
    around = around_places(
        [(site.location.x, site.location.y) for site in places], settings.WASTE_TOLERANCE_M
    )
    return params, {"marks": read_stretches(found, around), "sites": sites.order_by().values("id")}


def around_places(places: Iterable[tuple[float, float]], reach_m: float) -> list[tuple[int, int]]:
    """Ranges of Morton codes (inclusive, apart from each other) that hold all within `reach_m` of places (lon, lat)."""
    lons, lats = np.array(list(places), dtype=np.float64).T
    # Tiles at least as wide as the reach to both sides: a place's surroundings meet four of them at most.
    narrowest = EARTH_M * cos(radians(float(np.abs(lats).max())))
    zoom = max(0, min(QUANTUM_BITS - 1, int(np.log2(narrowest / (2 * reach_m)))))
    shift = QUANTUM_BITS - zoom
    reach = np.ceil(reach_m / (EARTH_M * np.cos(np.radians(lats))) * (1 << QUANTUM_BITS)).astype(np.int64)
    qx, qy = gridarrays.quantize(lons, lats)
    top = (1 << QUANTUM_BITS) - 1
    corners = [
        gridarrays.morton(
            np.clip(qx + east * reach, 0, top) >> shift, np.clip(qy + south * reach, 0, top) >> shift
        )
        for east in (-1, 1)
        for south in (-1, 1)
    ]
    tiles = np.unique(np.concatenate(corners))
    return _joined((tiles << (2 * shift)).tolist(), 1 << (2 * shift))


def _joined(starts: list[int], length: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for start in starts:
        if ranges and ranges[-1][1] + 1 == start:
            ranges[-1] = (ranges[-1][0], start + length - 1)
        else:
            ranges.append((start, start + length - 1))
    return ranges


def first_day(viewer: Viewer) -> date | None:
    """Since when there are appeals at all; None without any."""
    first: datetime | None = Mark.objects.visible_to(viewer).aggregate(first=Min("submitted_at"))["first"]
    return first.astimezone(ZoneInfo(settings.CLOCK_ZONE)).date() if first else None


def _judged(
    row: Mapping[str, Any], site: ContainerSite, topics: WasteTopics, weather: Climate | None
) -> Complaint:
    what = COLLECTION_TOPICS.get(topics.codes[row["topic_id"]])
    told = {name: row[name] for name in ("site_id", "on", "state", "h3", "tied", "topic_id", "replied")}
    if what is None or weather is None:
        return Complaint(**told, what=what)
    season = weather.season(site.pk, row["on"])
    # A site that does not take such waste has no schedule for it.
    takes = not site.kinds or what.value in site.kinds
    collected = collected_by_schedule(row["on"], site.route_days if takes else ())
    verdict = judge(row["on"], collected, allowed_days(what, season.season, site.interval_days))
    return Complaint(**told, what=what, verdict=verdict, assumed=season.assumed)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(settings.CLOCK_ZONE))
