"""One cell of the matrix: what the grounds of duty in an area come to for a topic; pure, not how they are measured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from territories.rules import HOUSE_SCOPES, decide, fit
from territories.types import Candidate, ManualReason, Rule, TopicRef

# Drawn by different hands, borders that are meant to be one differ by slivers.
WHOLE, NOTHING = 0.9995, 0.0005


class CellState(StrEnum):
    """SETTLED: somebody answers everywhere. MANUAL: by hand. PARTLY: a part is nobody's. HOLE: all of it is."""

    SETTLED = "settled"
    MANUAL = "manual"
    PARTLY = "partly"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Ground:
    """Duty in an area. share: 0…1 of its ground, of its houses where `by_house`; 0 of an asset. key: whose polygon."""

    candidate: Candidate
    share: float
    key: tuple[str, int]
    by_house: bool = False


@dataclass(frozen=True, slots=True)
class Homes:
    """Houses of an area: how many, and who manages how many by contract, the largest first."""

    number: int = 0
    contracts: tuple[tuple[int, str, int], ...] = ()

    @property
    def share(self) -> float:
        """Of the houses, how many have a contract; a house of two companies counts once at most."""
        managed = sum(houses for _id, _name, houses in self.contracts)
        return min(managed / self.number, 1.0) if self.number else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who answers in a part of the area. share: as of Ground."""

    candidate: Candidate
    share: float
    by_house: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """chosen: who answers wherever nobody of `parts` does. tied: who could not be told apart there.

    hole: 0…1 of the area where nobody answers. homes: of topics of house and yard, who has contracts.
    """

    state: CellState
    chosen: Candidate | None = None
    parts: tuple[Part, ...] = ()
    tied: tuple[Candidate, ...] = ()
    reason: ManualReason | None = None
    hole: float = 0.0
    homes: Homes | None = None


def fitting(grounds: Sequence[Ground], topic: TopicRef) -> tuple[Ground, ...]:
    """The grounds that answer for the topic, each with its specificity."""
    fitted = ((ground, fit(ground.candidate, topic)) for ground in grounds)
    return tuple(
        replace(ground, candidate=candidate) for ground, candidate in fitted if candidate is not None
    )


def open_set(grounds: Sequence[Ground]) -> frozenset[tuple[str, int]]:
    """Polygons whose common share has to be measured: several parts, and nobody who answers everywhere."""
    if any(ground.share >= WHOLE for ground in grounds):
        return frozenset()
    parts = {ground.key for ground in grounds if not ground.by_house and ground.share > NOTHING}
    return frozenset(parts) if len(parts) > 1 else frozenset()


def cell(grounds: Sequence[Ground], topic: TopicRef, homes: Homes, together: float | None) -> Cell:
    """What fitting grounds come to. together: share of all parts, where `open_set` asked for it."""
    everywhere = [g.candidate for g in grounds if g.share >= WHOLE and not g.by_house]
    decision = decide(everywhere, (), topic)
    parts = _parts(grounds, decision.chosen, topic)
    own = homes if topic.scope in HOUSE_SCOPES and homes.contracts else None
    if decision.chosen is not None:
        return Cell(CellState.SETTLED, decision.chosen, parts, homes=own)
    if decision.tied:
        reason = decision.manual_reason
        return Cell(CellState.MANUAL, parts=parts, tied=decision.tied, reason=reason, homes=own)
    return _unsettled(parts, own, together)


def _unsettled(parts: tuple[Part, ...], homes: Homes | None, together: float | None) -> Cell:
    """Nobody answers in all of it: what is left is the hole."""
    widest = max((part.share for part in parts), default=0.0)
    covered = max(widest if together is None else together, homes.share if homes else 0.0)
    if covered >= WHOLE:
        return Cell(CellState.SETTLED, parts=parts, homes=homes)
    state = CellState.PARTLY if covered > NOTHING or parts else CellState.HOLE
    return Cell(state, parts=parts, hole=1.0 - covered, homes=homes)


def _parts(grounds: Sequence[Ground], chosen: Candidate | None, topic: TopicRef) -> tuple[Part, ...]:
    """Those that answer in a part, before whoever answers everywhere; the largest share first."""
    found: dict[tuple[int, Rule, bool], Part] = {}
    for ground in _first_of_each(grounds, topic):
        one = ground.candidate
        if (ground.share >= WHOLE and not ground.by_house) or not _goes_before(one, chosen, topic):
            continue
        if ground.share <= NOTHING and one.rule is not Rule.ASSET:
            continue
        key = (one.organisation_id, one.rule, ground.by_house)
        known = found.get(key)
        share = min((known.share if known else 0.0) + ground.share, 1.0)
        found[key] = Part(known.candidate if known else one, share, ground.by_house)
    return tuple(sorted(found.values(), key=lambda part: (-part.share, part.candidate.organisation)))


def _first_of_each(grounds: Sequence[Ground], topic: TopicRef) -> list[Ground]:
    """Of several duties on one polygon the one that the rule takes there, all where it leaves them to a person."""
    there: dict[tuple[str, int], list[Ground]] = {}
    for ground in grounds:
        there.setdefault(ground.key, []).append(ground)
    kept: list[Ground] = []
    for those in there.values():
        chosen = decide([ground.candidate for ground in those], (), topic).chosen
        kept += [ground for ground in those if chosen is None or ground.candidate == chosen]
    return kept


def _goes_before(part: Candidate, chosen: Candidate | None, topic: TopicRef) -> bool:
    """Whether where both lie the rule does not choose `chosen`: it takes the part, or leaves it to a person."""
    return chosen is None or decide([part, chosen], (), topic).chosen != chosen
