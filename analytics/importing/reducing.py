"""The rows of one area into its one number: duplicates, contradictions, totals beside their parts; no database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.importing.reasons import Refused
from analytics.rules.breakdowns import choose


@dataclass(frozen=True, slots=True)
class Part:
    """A value with its cell in each column that breaks it down; positions: of the rows of the file that are in it."""

    labels: tuple[str, ...]
    value: float
    positions: tuple[int, ...]


@dataclass(slots=True)
class Outcome:
    """whole: None when the rows do not say. left: parts that are not in it, with the reason's code."""

    whole: Part | None = None
    left: list[tuple[Part, str]] = field(default_factory=list)


def reduced(parts: Sequence[Part], *, ages: int | None, expected: Sequence[frozenset[str]]) -> Outcome:
    """One number of all rows of an area and period.

    ages: which column of the labels are groups of ages. expected: the labels of each column in the whole file.
    """
    outcome = Outcome()
    found = _once(parts, outcome)
    for column in range(len(expected)):
        found = _along(found, column, ages == column, expected[column], outcome)
    outcome.whole = found[0] if found else None
    return outcome


def _once(parts: Sequence[Part], outcome: Outcome) -> list[Part]:
    """One part for each labels; where the same labels have several values nobody knows which one holds."""
    same: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    for part in parts:
        same[part.labels].append(part)
    kept: list[Part] = []
    for of_labels in same.values():
        if len({part.value for part in of_labels}) > 1:
            outcome.left += [(part, Refused.CONTRADICTION) for part in of_labels]
        else:
            kept.append(of_labels[0])
            outcome.left += [(part, Refused.DUPLICATE) for part in of_labels[1:]]
    return kept


def _along(
    parts: Sequence[Part], column: int, ages: bool, expected: frozenset[str], outcome: Outcome
) -> list[Part]:
    """The parts with one column less to tell them apart: its cell is empty in what comes out."""
    beside: dict[tuple[str, ...], dict[str, Part]] = defaultdict(dict)
    for part in parts:
        rest = (*part.labels[:column], "", *part.labels[column + 1 :])
        beside[rest][part.labels[column]] = part
    found: list[Part] = []
    for rest, by_label in beside.items():
        choice = choose(by_label, ages=ages, expected=expected)
        outcome.left += [
            (part, choice.why) for label, part in by_label.items() if label not in choice.counted
        ]
        counted = [by_label[label] for label in by_label if label in choice.counted]
        if counted:
            positions = tuple(position for part in counted for position in part.positions)
            found.append(Part(rest, sum(part.value for part in counted), positions))
    return found
