"""What complaints about container sites amount to: per site, operator, zone, cell and weekday; not their drawing."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Q

from accounts.types import Viewer
from analytics.queries.residents import residents_of_cells
from analytics.queries.waste_complaints import (
    Climate,
    Complaint,
    climate,
    complaints,
    first_day,
    waste_topics,
)
from analytics.queries.zone_residents import PlacePeople, residents_of_zones
from analytics.rules.measuring import telling_residents
from analytics.rules.waste import (
    WEEK,
    Change,
    Verdict,
    Windows,
    allowed_days,
    change_of,
    last_route_day,
    repeats,
    stands_out,
    widest_gap,
)
from analytics.seeing import sites_seen
from appeals.types import STATE_GROUPS, State, StateGroup
from geo import hexgrid, sql
from geo.types import HexCell
from territories.models import ContainerSite, ContainerSiteQuerySet
from territories.types import WasteKind

CELL_RESOLUTION = 9
# Whose zones are taken together to know how many people live there.
Group = tuple[str, int | None]
_ZONE, _OPERATOR, _EVERYWHERE = "zone", "operator", ("all", 0)
NO_ZONE: tuple[int | None, str] = (None, "")
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
# Neither withdrawn nor told elsewhere already: these say nothing of the operator.
_NOT_DECIDED = frozenset({State.MERGED.value, State.WITHDRAWN.value})
_ANSWERED = frozenset(state.value for state, group in STATE_GROUPS.items() if group == StateGroup.SOLVED)


@dataclass(frozen=True, slots=True)
class WasteTally:
    """Complaints about sites; sites: how many they are counted over. Those "not collected" are `violations`, `early`
    or `unknown`. tied: which of two sites is meant cannot be told. decided: that say something, closed ones only where
    their answer is known; answered: of them. residents_known: on which share (0…1) of the ground residents are known.
    """

    complaints: int = 0
    violations: int = 0
    early: int = 0
    unknown: int = 0
    repeats: int = 0
    tied: int = 0
    decided: int = 0
    answered: int = 0
    sites: int = 1
    residents: float | None = None
    residents_known: float = 1.0

    @property
    def not_collected(self) -> int:
        return self.violations + self.early + self.unknown

    @property
    def per_site(self) -> float | None:
        return self.complaints / self.sites if self.sites else None

    @property
    def per_thousand(self) -> float | None:
        """Complaints per 1,000 residents; None where these say nothing."""
        people = telling_residents(self.residents, self.residents_known)
        return None if people is None else self.complaints * 1000 / people

    @property
    def share_answered(self) -> float | None:
        """0…1 of the complaints that say something; the nearest to "confirmed" that an appeal tells."""
        return self.answered / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of an operator, a zone or a cell. name: empty for a cell, and for what lies in no zone."""

    key: int | None
    name: str
    tally: WasteTally


@dataclass(frozen=True, slots=True)
class SiteRow:
    """Figures of a site. stands_out: worse than the others not by chance. sparse: its route comes more seldom than
    what is allowed today. weekdays: complaints "not collected" by the day they were sent on, from Monday."""

    site: ContainerSite
    tally: WasteTally
    stands_out: bool
    sparse: bool
    zone: str = ""
    weekdays: tuple[int, ...] = (0,) * WEEK


@dataclass(frozen=True, slots=True)
class Weekday:
    """day: ISO. complaints: that waste was not collected, sent on it; routes: sites whose route is on it."""

    day: int
    complaints: int
    routes: int


@dataclass(frozen=True, slots=True)
class WasteFigures:
    """sites: worst first: those that stand out, then by complaints. lags: complaints "not collected" by days since the
    newest day of the site's route, 0 on that day itself. assumed: how many were judged by a season of the calendar.
    residents_year: of which the residents are, of zones by cells whose middle lies in them; None: none are known.
    """

    total: WasteTally
    sites: Sequence[SiteRow] = ()
    operators: Sequence[Row] = ()
    zones: Sequence[Row] = ()
    cells: Sequence[Row] = ()
    weekdays: Sequence[Weekday] = ()
    lags: Mapping[int, int] = field(default_factory=dict)
    assumed: int = 0
    residents_year: int | None = None


def sites_asked(
    viewer: Viewer, *, since: date, until: date, operator_ids: Iterable[int] = ()
) -> ContainerSiteQuerySet:
    """The viewer's sites of some operators (of all without any) that there were between two days, `until` exclusive."""
    sites = sites_seen(viewer).filter(
        Q(valid_from=None) | Q(valid_from__lt=until), Q(valid_to=None) | Q(valid_to__gt=since)
    )
    chosen = sorted(operator_ids)
    return sites.filter(operator_id__in=chosen) if chosen else sites


def waste_figures(
    viewer: Viewer,
    *,
    since: date,
    until: date,
    operator_ids: Iterable[int] = (),
) -> WasteFigures:
    """Figures of the viewer's container sites between two local days, `until` exclusive. At most sixteen queries."""
    asked = sites_asked(viewer, since=since, until=until, operator_ids=operator_ids)
    sites = list(asked.select_related("operator"))
    if not sites:
        return WasteFigures(WasteTally(sites=0))
    topics = waste_topics()
    weather, last = climate(asked, since=since, until=until), until - timedelta(days=1)
    found = complaints(viewer, asked, sites, topics, since=since, until=until, weather=weather)
    zone_of = _zones(asked, last, topics.categories, topics.codes.values())
    by_site = _grouped(found, lambda one: one.site_id)
    tallies = {site.pk: tally(by_site.get(site.pk, ())) for site in sites}
    mean = len(found) / len(sites)
    rows = [
        SiteRow(
            site,
            tallies[site.pk],
            stands_out(tallies[site.pk].complaints, mean),
            _is_sparse(site, weather, last),
            zone_of.get(site.pk, NO_ZONE)[1],
            _by_weekday(by_site.get(site.pk, ())),
        )
        for site in sites
    ]
    people = residents_of_zones(_groups(sites, zone_of), on=last)
    known = people.people
    return WasteFigures(
        total=_added(tallies.values(), known.get(_EVERYWHERE)),
        sites=sorted(
            rows,
            key=lambda row: (not row.stands_out, -row.tally.complaints, -row.tally.violations, row.site.code),
        ),
        operators=_rows(
            sites,
            tallies,
            lambda site: (site.operator_id, site.operator.name),
            lambda operator: known.get((_OPERATOR, operator)),
        ),
        zones=_rows(
            sites,
            tallies,
            lambda site: zone_of.get(site.pk, NO_ZONE),
            lambda zone: known.get((_ZONE, zone)),
        ),
        cells=_cells(found, last),
        weekdays=_weekdays(found, sites),
        lags=_lags(found, {site.pk: site for site in sites}),
        assumed=sum(one.assumed for one in found),
        residents_year=people.year,
    )


def waste_change(
    viewer: Viewer, windows: Windows, *, operator_ids: Iterable[int] = (), site_id: int | None = None
) -> Change:
    """Complaints about the viewer's sites before and after a measure, and in the same weeks of the year before.

    site_id: about this one alone.
    """
    earlier, topics = windows.year_before(), waste_topics()
    days: list[date] = []
    for since, until in ((windows.since, windows.until), (earlier.since, earlier.until)):
        asked = sites_asked(viewer, since=since, until=until, operator_ids=operator_ids)
        if site_id is not None:
            asked = asked.filter(pk=site_id)
        found = complaints(viewer, asked, list(asked), topics, since=since, until=until)
        days += [one.on for one in found]
    return change_of(days, windows, first_day(viewer))


def tally(found: Sequence[Complaint]) -> WasteTally:
    """Figures of complaints about one site."""
    verdicts = [one.verdict for one in found]
    by_topic = _grouped(found, lambda one: one.topic_id)
    decided = [one for one in found if _says_something(one)]
    return WasteTally(
        complaints=len(found),
        violations=verdicts.count(Verdict.VIOLATION),
        early=verdicts.count(Verdict.EARLY),
        unknown=verdicts.count(Verdict.UNKNOWN),
        repeats=sum(repeats(one.on for one in those) for those in by_topic.values()),
        tied=sum(one.tied for one in found),
        decided=len(decided),
        answered=sum(one.state in _ANSWERED for one in decided),
    )


def _says_something(one: Complaint) -> bool:
    """Of past appeals that were imported as closed nobody knows whether they were answered."""
    return one.state not in _NOT_DECIDED and (one.replied or one.state not in _ANSWERED)


_ADDED = ("complaints", "violations", "early", "unknown", "repeats", "tied", "decided", "answered", "sites")


def _added(tallies: Iterable[WasteTally], people: PlacePeople | None = None) -> WasteTally:
    those = list(tallies)
    sums = {name: sum(getattr(one, name) for one in those) for name in _ADDED}
    if people is None:
        return WasteTally(**sums)
    return WasteTally(**sums, residents=people.people, residents_known=people.known)


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _groups(sites: Sequence[ContainerSite], zone_of: Mapping[int, tuple[int, str]]) -> dict[Group, set[int]]:
    """Zones of which residents are wanted together: each by itself, those of an operator, all."""
    groups: dict[Group, set[int]] = defaultdict(set)
    for site in sites:
        zone = zone_of.get(site.pk)
        if zone:
            for group in ((_ZONE, zone[0]), (_OPERATOR, site.operator_id), _EVERYWHERE):
                groups[group].add(zone[0])
    # Some sites in no zone: the rest says nothing of how many people they serve.
    for site in sites:
        if site.pk not in zone_of:
            groups.pop((_OPERATOR, site.operator_id), None)
            groups.pop(_EVERYWHERE, None)
    return groups


def _is_sparse(site: ContainerSite, weather: Climate, on: date) -> bool:
    gap = widest_gap(site.route_days)
    allowed = allowed_days(WasteKind.MIXED, weather.season(site.pk, on).season, site.interval_days)
    return gap is not None and gap > allowed


def _rows(
    sites: Sequence[ContainerSite],
    tallies: Mapping[int, WasteTally],
    named: Callable[[ContainerSite], tuple[int | None, str]],
    residents: Callable[[int | None], PlacePeople | None],
) -> list[Row]:
    """Sums over sites that share a key, most complaints per site first."""
    rows = [
        Row(key, name, _added((tallies[site.pk] for site in those), residents(key)))
        for (key, name), those in _grouped(sites, named).items()
    ]
    return sorted(rows, key=lambda row: (-(row.tally.per_site or 0), row.name))


def _cells(found: Sequence[Complaint], on: date) -> list[Row]:
    """Complaints by the H3 cell in which they were pinned; in each, the sites complained about."""
    cells = _grouped(found, lambda one: hexgrid.parent(HexCell(one.h3), CELL_RESOLUTION).index)
    known = residents_of_cells([HexCell(cell) for cell in cells], on=on)
    people = {cell: PlacePeople(number) for cell, number in known.people.items()} if known else {}
    rows = []
    for cell, those in cells.items():
        by_site = _grouped(those, lambda one: one.site_id)
        rows.append(Row(cell, "", _added((tally(of_site) for of_site in by_site.values()), people.get(cell))))
    return sorted(rows, key=lambda row: (-row.tally.complaints, row.key or 0))


def _by_weekday(found: Sequence[Complaint]) -> tuple[int, ...]:
    days = [one.on.isoweekday() for one in found if one.what is not None]
    return tuple(days.count(day) for day in range(1, WEEK + 1))


def _weekdays(found: Sequence[Complaint], sites: Sequence[ContainerSite]) -> list[Weekday]:
    counted = _by_weekday(found)
    routes = [day for site in sites for day in site.route_days]
    return [Weekday(day, counted[day - 1], routes.count(day)) for day in range(1, WEEK + 1)]


def _lags(found: Sequence[Complaint], sites: Mapping[int, ContainerSite]) -> dict[int, int]:
    lags: dict[int, int] = dict.fromkeys(range(WEEK), 0)
    for one in found:
        newest = last_route_day(one.on + timedelta(days=1), sites[one.site_id].route_days)
        if one.what is not None and newest is not None:
            lags[(one.on - newest).days] += 1
    return lags


def _zones(
    asked: ContainerSiteQuerySet, on: date, categories: Sequence[str], topics: Iterable[str]
) -> dict[int, tuple[int, str]]:
    """Zone of each site: id and name."""
    params: dict[str, Any] = {"on_date": on, "categories": list(categories), "topics": sorted(topics)}
    relations = {"sites": asked.order_by().values("id", "operator_id", "location")}
    return {
        site: (zone, name) for site, zone, name in sql.rows("analytics", "waste_zones", params, relations)
    }


def sites_extent(sites: Sequence[ContainerSite]) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees around sites; None without any."""
    if not sites:
        return None
    lons, lats = [site.location.x for site in sites], [site.location.y for site in sites]
    return min(lons), min(lats), max(lons), max(lats)
