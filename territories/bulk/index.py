"""The in-memory index: candidates of many pins, decided by the same rule; read once, it does not see later changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import inf

import numpy as np
import shapely
from django.conf import settings

from geo.models import House
from geo.types import LonLat
from territories import rules
from territories.bulk.answers import Answers
from territories.bulk.book import AreaOwner, Book
from territories.bulk.ground import Floats, Hits, Ints
from territories.bulk.grouping import NOBODY, Groups, Kind, Pins
from territories.bulk.houses import NO_HOUSE, Houses
from territories.bulk.places import Places
from territories.metric import distances_m, metres_per_degree
from territories.types import Candidate, Decision, TopicRef, ZoneBasis


class BulkIndex:
    """Answers of `queries.decide_executor` for many pins. on: the day of pins that name none of their own.

    collection: only the areas of this set, with all zones. Memory: all pieces and border lines.
    """

    def __init__(self, *, on: date, collection: str = "") -> None:
        self.on = on
        self._book = Book(collection)
        self._houses = Houses(self._book.zones)
        self._places = Places(self._book)
        self._zone_at = {zone_id: n for n, zone_id in enumerate(self._book.owner_zones)}
        self._house_points: tuple[Ints, Floats, Floats, shapely.STRtree] | None = None

    @property
    def area_owners(self) -> list[AreaOwner]:
        """Area polygons by position, as `areas` names them."""
        return self._book.areas

    def areas(self, lons: Floats, lats: Floats, *, on: Sequence[date] | None = None) -> tuple[Ints, Ints]:
        """Pairs (position of the point, position in `area_owners`) of areas that hold it, sorted by point.

        Degrees, lon and lat apart; on each point's day, else on the index's own. A point within 1 cm of a border
        but outside of it is not paired: `decide` and `queries.areas_covering` are finer.
        """
        points = np.asarray(shapely.points(lons, lats))
        at, owners = self._book.ground.covering(points, lons, lats, self._days(len(points), on))
        is_area = owners < len(self._book.areas)
        return at[is_area], owners[is_area]

    def decide(
        self,
        points: Sequence[LonLat],
        topics: Sequence[TopicRef],
        *,
        on: Sequence[date] | None = None,
        house_ids: Sequence[int | None] | None = None,
    ) -> list[Decision]:
        """Decision per point, in order; topics, days and houses stand at the same positions."""
        lons, lats = np.array([p.lon for p in points]), np.array([p.lat for p in points])
        pins = self._pins(lons, lats, topics, on, house_ids)
        hits = self._book.ground.hits(lons, lats, pins.days, settings.AMBIGUITY_M)
        return self._decided(pins, hits, self._assets(lons, lats), range(len(points)))

    def answers(
        self,
        lons: Floats,
        lats: Floats,
        topics: Sequence[TopicRef],
        *,
        on: Sequence[date] | None = None,
        house_ids: Sequence[int | None] | None = None,
    ) -> Answers:
        """As `decide`, made for millions: pins far from every border share the decision of their polygons."""
        pins = self._pins(lons, lats, topics, on, house_ids)
        hits = self._book.ground.hits(lons, lats, pins.days, settings.AMBIGUITY_M)
        assets = self._assets(lons, lats)
        groups = Groups(pins, hits, assets, self._places, self._houses)
        decided = self._decided(pins, hits, assets, groups.first)
        decided += self._decided(pins, hits, assets, groups.separate(decided))
        kinds, which = groups.kinds(decided)
        owners = [self._border_owner(kind) if kind.shared else NOBODY for kind in kinds]
        decisions = [kind.decision for kind in kinds]
        border = self._borders(decisions, np.array(owners, dtype=np.int64), which, lons, lats)
        return Answers(decisions, which, border)

    def _pins(
        self,
        lons: Floats,
        lats: Floats,
        topics: Sequence[TopicRef],
        on: Sequence[date] | None,
        house_ids: Sequence[int | None] | None,
    ) -> Pins:
        days = self._days(len(lons), on)
        spans = np.searchsorted(self._book.breaks, days, side="right")
        return Pins(lons, lats, days, spans, self._house_of(lons, lats, topics, house_ids), topics)

    def _decided(
        self, pins: Pins, hits: Hits, assets: dict[int, list[Candidate]], chosen: Sequence[int]
    ) -> list[Decision]:
        """The decisions of the chosen pins, in order."""
        found = self._book.ground.with_far(hits.of(np.array(chosen, dtype=np.int64)), pins.lons, pins.lats)
        pairs = list(zip(found.owners.tolist(), found.covers.tolist(), found.border_m.tolist(), strict=True))
        start = np.searchsorted(found.points, chosen).tolist()
        stop = np.searchsorted(found.points, chosen, side="right").tolist()
        decisions = []
        for i, a, b in zip(chosen, start, stop, strict=True):
            house, topic, on = pins.houses[i], pins.topics[i], date.fromordinal(int(pins.days[i]))
            areas, candidates = self._places.around(pairs[a:b], topic, on)
            candidates += [one for one in assets.get(i, ()) if self._book.zones[one.zone_id or 0].holds(on)]
            if house != NO_HOUSE:
                candidates += self._houses.candidates(house, on)
            decisions.append(
                rules.decide(
                    candidates,
                    areas,
                    topic,
                    ambiguity_m=settings.AMBIGUITY_M,
                    house_id=None if house == NO_HOUSE else house,
                )
            )
        return decisions

    def _borders(self, kinds: list[Decision], owner: Ints, which: Ints, lons: Floats, lats: Floats) -> Floats:
        """Each pin's own distance: that of its decision, or where many share one, to the owner it rests on."""
        told = np.array([np.nan if kind.border_m is None else kind.border_m for kind in kinds])
        border = told[which] if len(which) else np.empty(0)
        shared = np.flatnonzero(owner[which] != NOBODY) if len(which) else np.empty(0, int)
        border[shared] = self._book.ground.far(lons[shared], lats[shared], owner[which[shared]])
        return border

    def _border_owner(self, kind: Kind) -> int:
        """Which of what covers a pin gives the distance of its decision."""
        decision, first = kind.decision, len(self._book.areas)
        named = decision.chosen or (decision.tied[0] if decision.tied else None)
        if named is not None and named.area_id is None and named.zone_id is not None:
            zone = self._book.zones[named.zone_id]
            if zone.basis == ZoneBasis.POLYGON:
                return first + self._zone_at[named.zone_id]
        wanted = named.area_id if named is not None and named.area_id is not None else decision.area_id
        areas = [owner for owner in kind.covering if owner < first]
        same = [owner for owner in areas if self._book.areas[owner].hit.area_id == wanted]
        if same:
            return same[0]
        return min(areas, key=lambda owner: self._book.areas[owner].hit.area_m2, default=NOBODY)

    def _days(self, count: int, on: Sequence[date] | None) -> Ints:
        if on is None:
            return np.full(count, self.on.toordinal(), dtype=np.int64)
        return np.array([day.toordinal() for day in on], dtype=np.int64)

    def _assets(self, lons: Floats, lats: Floats) -> dict[int, list[Candidate]]:
        """Assets within their tolerance of each point, whatever the day."""
        book = self._book
        if not len(book.asset_pieces):
            return {}
        reach = np.array([self._tolerance(zone) for zone in book.asset_zone.tolist()])
        kx, ky = metres_per_degree(lats)
        reach_deg = float(reach.max()) / np.minimum(kx, ky) * 1.001
        at, piece = book.asset_tree.query(shapely.points(lons, lats), predicate="dwithin", distance=reach_deg)
        metres = distances_m(book.asset_pieces[piece], lons[at], lats[at])
        nearest: dict[tuple[int, int], float] = {}
        close = metres <= reach[piece]
        pairs = zip(at[close].tolist(), book.asset_zone[piece[close]].tolist(), metres[close], strict=True)
        for pin, zone, distance in pairs:
            nearest[pin, zone] = min(nearest.get((pin, zone), inf), float(distance))
        found: dict[int, list[Candidate]] = {}
        for (pin, zone), distance in nearest.items():
            found.setdefault(pin, []).append(replace(book.zones[zone].candidate, border_m=distance))
        return found

    def _tolerance(self, zone_id: int) -> float:
        own = self._book.zones[zone_id].tolerance_m
        return float(settings.ASSET_TOLERANCE_M if own is None else own)

    def _house_of(
        self,
        lons: Floats,
        lats: Floats,
        topics: Sequence[TopicRef],
        house_ids: Sequence[int | None] | None,
    ) -> list[int]:
        """The house chosen, else the nearest one where the topic is about house or yard; NO_HOUSE for none."""
        chosen = (
            [NO_HOUSE if one is None else one for one in house_ids] if house_ids else [NO_HOUSE] * len(lons)
        )
        asked = [
            i for i, house in enumerate(chosen) if house == NO_HOUSE and topics[i].scope in rules.HOUSE_SCOPES
        ]
        if asked:
            where = np.array(asked)
            nearest = self._nearest_houses(lons[where], lats[where])
            for i, house in zip(asked, nearest.tolist(), strict=True):
                chosen[i] = house
        self._houses.read(house for house in chosen if house != NO_HOUSE)
        return chosen

    def _nearest_houses(self, lons: Floats, lats: Floats) -> Ints:
        ids, xs, ys, tree = self._all_houses()
        nearest = np.full(len(lons), NO_HOUSE, dtype=np.int64)
        kx, ky = metres_per_degree(lats)
        reach_deg = settings.HOUSE_RADIUS_M / np.minimum(kx, ky) * 1.001
        at, house = tree.query(shapely.points(lons, lats), predicate="dwithin", distance=reach_deg)
        squares = ((xs[house] - lons[at]) * kx[at]) ** 2 + ((ys[house] - lats[at]) * ky[at]) ** 2
        close = squares <= settings.HOUSE_RADIUS_M**2
        at, house, squares = at[close], house[close], squares[close]
        # Written from the farthest to the nearest, among equals from the last id to the first.
        order = np.lexsort((ids[house], squares))[::-1]
        nearest[at[order]] = ids[house[order]]
        return nearest

    def _all_houses(self) -> tuple[Ints, Floats, Floats, shapely.STRtree]:
        if self._house_points is None:
            rows = list(House.objects.values_list("pk", "location"))
            ids = np.array([pk for pk, _point in rows], dtype=np.int64)
            xs = np.array([point.x for _pk, point in rows])
            ys = np.array([point.y for _pk, point in rows])
            self._house_points = (ids, xs, ys, shapely.STRtree(np.asarray(shapely.points(xs, ys))))
        return self._house_points
