"""Areas and candidates around a pin, made of its hits and the book; houses, assets and the choice are elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from territories import rules
from territories.bulk.book import AreaOwner, Book, Office, ZoneFacts
from territories.types import AreaHit, Candidate, Rule, TopicRef, ZoneBasis

Hit = tuple[int, bool, float]
Owners = tuple[int, ...]
Duties = tuple[tuple[Rule, int, int | None, int], ...]


class Places:
    """What `queries.place_at` gives for one pin, but for candidates that do not answer for the topic."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._by_area: dict[tuple[int, TopicRef], list[tuple[Candidate, Office | ZoneFacts]]] = {}
        self._duties: dict[tuple[int, TopicRef], Duties] = {}
        self._answering: dict[tuple[Owners, TopicRef], int] = {}
        self._numbers: dict[Any, int] = {}
        self._areas: dict[Owners, tuple[AreaHit, ...]] = {}

    def around(
        self, hits: Iterable[Hit], topic: TopicRef, on: date
    ) -> tuple[tuple[AreaHit, ...], list[Candidate]]:
        """hits: (position of the owner, covers, metres to its border)."""
        book, first = self._book, len(self._book.areas)
        areas: list[tuple[AreaOwner, AreaHit]] = []
        candidates: list[Candidate] = []
        for owner, covers, metres in hits:
            if owner < first:
                area = book.areas[owner]
                areas.append((area, replace(area.hit, covers=covers, border_m=metres)))
            else:
                zone = rules.fit(book.zones[book.owner_zones[owner - first]].candidate, topic)
                if zone is not None:
                    candidates.append(replace(zone, covers=covers, border_m=metres))
        here = tuple(hit for _owner, hit in areas)
        for hit in (*here, *book.above(areas, on)):
            candidates += self._of_area(hit, topic, on)
        return here, candidates

    def _of_area(self, hit: AreaHit, topic: TopicRef, on: date) -> Iterator[Candidate]:
        for candidate, duty in self._named(hit.area_id, topic):
            if not duty.holds(on):
                continue
            yield replace(
                candidate,
                covers=hit.covers,
                border_m=hit.border_m,
                size_m2=hit.area_m2,
                area_id=hit.area_id,
                version_id=hit.version_id,
                label=candidate.label or hit.name,
                layer=hit.layer if candidate.rule is Rule.AUTHORITY else candidate.layer,
            )

    def duties(self, owner: int, topic: TopicRef) -> Duties:
        """Who answers for the topic because of this polygon or an area above it, on whatever day."""
        known = self._duties.get((owner, topic))
        if known is None:
            known = tuple(
                (one.rule, one.organisation_id, one.zone_id, one.specificity)
                for one in self._asked(owner, topic)
            )
            self._duties[owner, topic] = known
        return known

    def answering(self, covering: Owners, topic: TopicRef) -> int:
        """The same number where the same answers, for whatever topic."""
        known = self._answering.get((covering, topic))
        if known is None:
            duties = tuple((owner, self.duties(owner, topic)) for owner in covering)
            is_area = any(owner < len(self._book.areas) for owner in covering)
            key = tuple(pair for pair in duties if pair[1]), is_area
            known = self._answering[covering, topic] = self._numbers.setdefault(key, len(self._numbers))
        return known

    def areas(self, covering: Owners) -> tuple[AreaHit, ...]:
        """The areas among the owners, smallest first, without distances."""
        known = self._areas.get(covering)
        if known is None:
            hits = [self._book.areas[owner].hit for owner in covering if owner < len(self._book.areas)]
            known = tuple(sorted(hits, key=lambda hit: (hit.area_m2, hit.area_id)))
            self._areas[covering] = known
        return known

    def neighbours(self, close: Iterable[Hit]) -> tuple[AreaHit, ...]:
        """The areas among the hits that do not cover the pin, nearest first."""
        hits = [
            replace(self._book.areas[owner].hit, covers=False, border_m=metres)
            for owner, covers, metres in close
            if not covers and owner < len(self._book.areas)
        ]
        return tuple(sorted(hits, key=lambda hit: (hit.border_m, hit.area_id)))

    def _asked(self, owner: int, topic: TopicRef) -> Iterator[Candidate]:
        first = len(self._book.areas)
        if owner >= first:
            zone = rules.fit(self._book.zones[self._book.owner_zones[owner - first]].candidate, topic)
            if zone is not None:
                yield zone
            return
        area = self._book.areas[owner]
        for area_id in (area.hit.area_id, *self._book.ancestors(area)):
            yield from (candidate for candidate, _duty in self._named(area_id, topic))

    def _named(self, area_id: int, topic: TopicRef) -> list[tuple[Candidate, Office | ZoneFacts]]:
        """Authorities of the area and zones made of it that answer for the topic, on whatever day."""
        known = self._by_area.get((area_id, topic))
        if known is None:
            zones = [self._book.zones[zone_id] for zone_id in self._book.zones_by_area.get(area_id, ())]
            every: list[tuple[Candidate, Office | ZoneFacts]] = [
                (office.candidate, office) for office in self._book.authorities.get(area_id, ())
            ]
            every += [(zone.candidate, zone) for zone in zones if zone.basis == ZoneBasis.AREAS]
            fitting = ((rules.fit(candidate, topic), duty) for candidate, duty in every)
            known = [(candidate, duty) for candidate, duty in fitting if candidate is not None]
            self._by_area[area_id, topic] = known
        return known
