"""Who answers: one pure choice among candidates; not how they are fetched (queries, bulk). See docs/adr."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from territories.types import (
    AreaHit,
    Candidate,
    Decision,
    ManualReason,
    Rule,
    TopicRef,
    TopicScope,
    naming,
)

# DOMAIN's default; the setting METKA_AMBIGUITY_M overrides it where a decision is asked for.
AMBIGUITY_M = 15.0
# A pin this near to a border lies on it and belongs to both neighbours.
ON_BORDER_M = 0.01
ORDER = (Rule.HOUSE_CONTRACT, Rule.ZONE, Rule.ASSET, Rule.AUTHORITY)
HOUSE_SCOPES = frozenset({TopicScope.HOUSE, TopicScope.YARD})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the candidates at one place come to, before the neighbourhood is asked."""

    rule: Rule
    chosen: Candidate | None = None
    reason: ManualReason | None = None
    tied: tuple[Candidate, ...] = ()

    @property
    def organisation_id(self) -> int | None:
        return self.chosen.organisation_id if self.chosen else None

    @property
    def named(self) -> Candidate | None:
        """Somebody to show for it."""
        return self.chosen or (self.tied[0] if self.tied else None)


def decide(
    candidates: Iterable[Candidate],
    areas: Sequence[AreaHit],
    topic: TopicRef,
    *,
    ambiguity_m: float = AMBIGUITY_M,
    house_id: int | None = None,
) -> Decision:
    """The executor for a topic among all candidates of a place, in any order.

    areas: covering ones and those whose border is near. Never guesses: a tie of different organisations at the
    same level and a shared zone stop at manual choice. Ambiguous means that within `ambiguity_m` metres there
    is a place where somebody else would answer.
    """
    fitting = [one for one in (fit(candidate, topic) for candidate in candidates) if one is not None]
    covering = [candidate for candidate in fitting if candidate.covers]
    here = tuple(sorted((hit for hit in areas if hit.covers), key=lambda hit: (hit.area_m2, hit.area_id)))
    near = tuple(
        sorted((hit for hit in areas if not hit.covers), key=lambda hit: (hit.border_m, hit.area_id))
    )
    outcome = _choose(covering)
    if outcome.rule is Rule.MANUAL and outcome.reason is ManualReason.NOBODY and not here:
        outcome = _Outcome(Rule.MANUAL, reason=ManualReason.OUTSIDE)
    rival = _rival(outcome, fitting, ambiguity_m)
    return Decision(
        rule=outcome.rule,
        organisation_id=outcome.organisation_id,
        chosen=outcome.chosen,
        runner_up=rival or _next_best(outcome, covering),
        ambiguous=rival is not None or (outcome.named is None and _between_areas(here, near, ambiguity_m)),
        border_m=_border_m(outcome, here),
        areas=here,
        manual_reason=outcome.reason,
        tied=outcome.tied,
        house_id=house_id,
        neighbours=near,
    )


def specificity(topics: Sequence[str], categories: Sequence[str], topic: TopicRef) -> int | None:
    """2: the topic is named, 1: its category is, 0: for everything; None: for something else."""
    if topic.code and topic.code in topics:
        return 2
    if topic.category and topic.category in categories:
        return 1
    return None if topics or categories else 0


def fit(candidate: Candidate, topic: TopicRef) -> Candidate | None:
    """The candidate with its specificity for the topic, None when it does not answer for it."""
    if candidate.rule is Rule.HOUSE_CONTRACT and topic.scope not in HOUSE_SCOPES:
        return None
    degree = specificity(candidate.topics, candidate.categories, topic)
    if degree is None:
        return None
    return candidate if degree == candidate.specificity else replace(candidate, specificity=degree)


def in_force(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """True from `valid_from` (None: since ever) until the day before `valid_to` (None: without end)."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)


def _choose(covering: Sequence[Candidate]) -> _Outcome:
    """The first rule that has candidates settles it; nothing falls through to a more general rule."""
    for rule in ORDER:
        level = [candidate for candidate in covering if candidate.rule is rule]
        if level:
            return _settle(rule, sorted(level, key=_rank))
    return _Outcome(Rule.MANUAL, reason=ManualReason.NOBODY)


def _settle(rule: Rule, ranked: Sequence[Candidate]) -> _Outcome:
    best = ranked[0]
    equals = tuple(candidate for candidate in ranked if _same_level(best, candidate))
    if any(candidate.shared for candidate in equals):
        return _Outcome(Rule.MANUAL, reason=ManualReason.SHARED, tied=equals)
    if len({candidate.organisation_id for candidate in equals}) > 1:
        return _Outcome(Rule.MANUAL, reason=ManualReason.TIE, tied=equals)
    return _Outcome(rule, best)


def _level(candidate: Candidate) -> tuple[float, ...]:
    """Smaller goes first; equal means the same level. Newer before older stands last."""
    newer = -(candidate.since.toordinal() if candidate.since else 0)
    general = float(candidate.specificity == 0)
    if candidate.rule is Rule.HOUSE_CONTRACT:
        return (newer,)
    if candidate.rule is Rule.ASSET:
        return (general, round(candidate.border_m, 1), -candidate.specificity, newer)
    if candidate.rule is Rule.AUTHORITY:
        return (_size(candidate), -candidate.specificity, newer)
    return (general, _size(candidate), -candidate.specificity, newer)


def _rank(candidate: Candidate) -> tuple[tuple[float, ...], int, int, int]:
    """Total order: the level, then ids, which may decide only within one organisation."""
    return (
        _level(candidate),
        candidate.organisation_id,
        candidate.zone_id or 0,
        candidate.area_id or 0,
    )


def _size(candidate: Candidate) -> float:
    """Square metres to six digits: the same polygon read from two files is the same size."""
    return float(f"{candidate.size_m2:.6g}")


def _same_level(best: Candidate, other: Candidate) -> bool:
    """Equal in every respect; or neighbours that meet in the pin, of which neither is the more specific."""
    if _level(best) == _level(other):
        return True
    return (
        _on_border(best)
        and _on_border(other)
        and best.layer == other.layer
        and best.specificity == other.specificity
    )


def _on_border(candidate: Candidate) -> bool:
    return candidate.rule in {Rule.ZONE, Rule.AUTHORITY} and candidate.border_m <= ON_BORDER_M


def _rival(outcome: _Outcome, fitting: Sequence[Candidate], ambiguity_m: float) -> Candidate | None:
    """Nearest other answer within reach: crossing one border at a time, what would be decided there?"""
    if outcome.rule is Rule.ASSET:
        return _other_asset(outcome, fitting)
    reach = sorted(
        (c for c in fitting if c.rule in {Rule.ZONE, Rule.AUTHORITY} and c.border_m <= ambiguity_m),
        key=lambda c: (c.border_m, _rank(c)),
    )
    stay = [c for c in fitting if c.covers and c not in reach]
    for left, scene in _scenes(reach):
        other = _choose([c for c in stay if c.layer != left] + scene)
        if other.named is not None and other.organisation_id != outcome.organisation_id:
            return other.named
    return None


def _scenes(reach: Sequence[Candidate]) -> Iterator[tuple[str, list[Candidate]]]:
    """What may hold at places within reach, nearest first, with the layer that is left behind as a whole.

    Crossing into an area leaves its neighbours of the same layer, also where they overlap by some metres; zones
    may lie over each other, so only those that end here are left. In every other layer the nearest polygon across
    the border holds, because borders of levels run together. Where a layer has no neighbour, one may also step
    out of it.
    """
    layers: dict[str, list[list[Candidate]]] = {}
    for candidate in reach:
        groups = layers.setdefault(candidate.layer, [])
        mates = next((group for group in groups if _same_polygon(group[0], candidate)), None)
        if mates is None:
            groups.append([candidate])
        else:
            mates.append(candidate)
    for layer, groups in layers.items():
        others = [c for name, rest in layers.items() if name != layer for c in _across(rest)]
        for group in groups:
            yield "" if group[0].rule is Rule.ZONE else layer, group + others
        if all(group[0].covers for group in groups):
            yield "", others


def _across(groups: Sequence[list[Candidate]]) -> list[Candidate]:
    """The nearest polygon of a layer on the other side, nothing when the layer ends here."""
    return next((group for group in groups if not group[0].covers), [])


def _same_polygon(one: Candidate, other: Candidate) -> bool:
    """Several organisations of one area, or organisations that share one zone's ground."""
    if one.area_id is not None or other.area_id is not None:
        return one.area_id == other.area_id
    return (one.covers, one.border_m, one.size_m2) == (other.covers, other.border_m, other.size_m2)


def _other_asset(outcome: _Outcome, fitting: Sequence[Candidate]) -> Candidate | None:
    """The tolerance is an asset's own allowance for a pin set loosely: only another asset within it rivals."""
    others = (
        candidate
        for candidate in sorted(fitting, key=_rank)
        if candidate.rule is Rule.ASSET and candidate.covers
    )
    return next((c for c in others if c.organisation_id != outcome.organisation_id), None)


def _next_best(outcome: _Outcome, covering: Sequence[Candidate]) -> Candidate | None:
    """Who would answer if the chosen one did not: the next by rule and rank of another organisation."""
    taken = {outcome.organisation_id} | {candidate.organisation_id for candidate in outcome.tied}
    ranked = sorted(covering, key=lambda candidate: (ORDER.index(candidate.rule), _rank(candidate)))
    return next((candidate for candidate in ranked if candidate.organisation_id not in taken), None)


def _between_areas(here: Sequence[AreaHit], near: Sequence[AreaHit], ambiguity_m: float) -> bool:
    """Nobody answers anywhere, but the place itself is unsure: another area begins within reach."""
    if any(hit.border_m <= ambiguity_m for hit in near):
        return True
    on_border = [hit.layer for hit in here if hit.border_m <= ON_BORDER_M]
    return len(on_border) > len(set(on_border))


def _border_m(outcome: _Outcome, here: Sequence[AreaHit]) -> float | None:
    named = outcome.named
    if named is not None and named.rule in {Rule.ZONE, Rule.AUTHORITY} and named.border_m < inf:
        return named.border_m
    area = naming(here)
    return area.border_m if area else None
