"""Which pins one decision serves: those that differ in nothing that answers for their topic; no choice here."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from territories.bulk.ground import Floats, Hits, Ints
from territories.bulk.houses import Houses
from territories.bulk.places import Hit, Owners, Places
from territories.rules import HOUSE_SCOPES, ON_BORDER_M
from territories.types import Candidate, Decision, Rule, TopicRef

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Pins:
    """What is asked, as columns. Degrees, lon and lat apart; days as ordinals; houses by id, −1 for none.

    spans: equal for days on which the same is in force.
    """

    lons: Floats
    lats: Floats
    days: Ints
    spans: Ints
    houses: Sequence[int]
    topics: Sequence[TopicRef]


@dataclass(frozen=True, slots=True)
class Kind:
    """A decision and what covers its pins. shared: it serves pins whose distances differ."""

    decision: Decision
    covering: Owners
    shared: bool


class Groups:
    """Pins by the decision that serves them; `first`: the first pin of each group.

    A pin near an asset (`lonely`), or near a border of what answers for its topic, stands alone.
    """

    def __init__(
        self, pins: Pins, hits: Hits, lonely: Collection[int], places: Places, houses: Houses
    ) -> None:
        self._pins, self._places, self._houses = pins, places, houses
        self._owners = hits.owners.tolist()
        self._hits = list(zip(self._owners, hits.covers.tolist(), hits.border_m.tolist(), strict=True))
        self._edges = np.searchsorted(hits.points, np.arange(len(pins.lons) + 1)).tolist()
        near = np.bincount(hits.points[~np.isnan(hits.border_m)], minlength=len(pins.lons))
        self._near = near.tolist()
        self.first: list[int] = []
        self._shared: list[bool] = []
        self._known: dict[Hashable, int] = {}
        spans = pins.spans.tolist()
        keys = (None if i in lonely else self._key(i, spans[i]) for i in range(len(spans)))
        self._group = [self._join(i, key) for i, key in enumerate(keys)]

    def separate(self, decisions: Sequence[Decision]) -> list[int]:
        """Pins whose shared decision is in doubt stand alone from now on, since a doubt names its distances."""
        doubtful = [n for n, one in enumerate(decisions) if self._shared[n] and one.ambiguous]
        gone = set(doubtful)
        moved = [pin for pin, group in enumerate(self._group) if group in gone] if gone else []
        for pin in moved:
            self._group[pin] = self._join(pin, None)
        return moved

    def kinds(self, decisions: Sequence[Decision]) -> tuple[list[Kind], Ints]:
        """The decisions of the groups made each pin's own, the distinct ones, and which is whose."""
        found: list[Kind] = []
        known: dict[Hashable, int] = {}
        which = np.empty(len(self._group), dtype=np.int64)
        for pin, group in enumerate(self._group):
            around = self._around(pin)
            beside = self._near[pin] and self._shared[group]
            key = pin if beside else (group, around, self._pins.houses[pin])
            position = known.setdefault(key, len(found))
            if position == len(found):
                found.append(self._kind(pin, group, decisions[group], around))
            which[pin] = position
        return found, which

    def _join(self, pin: int, key: Hashable | None) -> int:
        group = len(self.first) if key is None else self._known.setdefault(key, len(self.first))
        if group == len(self.first):
            self.first.append(pin)
            self._shared.append(key is not None)
        return group

    def _key(self, pin: int, span: int) -> Hashable | None:
        """What a decision depends on; None for a pin whose distances matter."""
        topic, covering, beside = self._pins.topics[pin], self._around(pin), False
        if self._near[pin]:
            near = self._close(pin)
            if any(metres <= ON_BORDER_M or self._places.duties(owner, topic) for owner, _, metres in near):
                return None
            covering, beside = self._covering(pin), not all(covers for _, covers, _ in near)
        terms = self._houses.terms(self._pins.houses[pin])
        by_house = topic.scope in HOUSE_SCOPES
        return self._places.answering(covering, topic), terms, by_house, span, beside

    def _kind(self, pin: int, group: int, decision: Decision, around: Owners) -> Kind:
        if not self._shared[group]:
            return Kind(decision, around, shared=False)
        covering, neighbours = around, decision.neighbours
        if self._near[pin]:
            covering, neighbours = self._covering(pin), self._places.neighbours(self._close(pin))
        own = replace(decision, areas=self._places.areas(covering), neighbours=neighbours)
        house = self._pins.houses[pin]
        if own.house_id not in {None, house}:
            own = _of_house(own, house, self._houses.address(house))
        return Kind(own, covering, shared=True)

    def _around(self, pin: int) -> Owners:
        return tuple(self._owners[self._edges[pin] : self._edges[pin + 1]])

    def _close(self, pin: int) -> list[Hit]:
        """Hits of borders within reach: the distances of others are not known."""
        return [hit for hit in self._hits[self._edges[pin] : self._edges[pin + 1]] if hit[2] == hit[2]]

    def _covering(self, pin: int) -> Owners:
        return tuple(hit[0] for hit in self._hits[self._edges[pin] : self._edges[pin + 1]] if hit[1])


def _of_house(decision: Decision, house_id: int, address: str) -> Decision:
    """The decision as it is for another house with the same contracts and lists."""

    def own(candidate: Candidate) -> Candidate:
        if candidate.house_id is None:
            return candidate
        label = address if candidate.rule is Rule.HOUSE_CONTRACT else candidate.label
        return replace(candidate, house_id=house_id, label=label)

    return replace(
        decision,
        house_id=house_id,
        chosen=decision.chosen and own(decision.chosen),
        runner_up=decision.runner_up and own(decision.runner_up),
        tied=tuple(map(own, decision.tied)),
    )
