"""Rows of one area that differ by age, sex or another column: which of them make the area's number; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from analytics.rules.ages import everybody

TOTALS = frozenset(
    {"", "всего", "итого", "все", "оба пола", "все население", "все возрасты", "все категории", "все отрасли"}
    | {"total", "all", "both", "both sexes", "all ages"}
)


class Why(StrEnum):
    """Why a part is not counted, or nothing can be."""

    OVERLAPPING = "overlapping"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Choice:
    """counted: labels whose rows add up to the number, none when it cannot be told. why: of the rows left out."""

    counted: frozenset[str]
    why: Why = Why.OVERLAPPING


def choose(labels: Collection[str], *, ages: bool, expected: Collection[str]) -> Choice:
    """Which labels of one column make the whole: the total alone where there is one, else parts that are complete.

    ages: whether the labels are groups of ages, which must follow one another without a gap. expected: the labels
    of the whole file, every one of which (the totals apart) an area must have for its parts to be all of it.
    """
    totals = frozenset(label for label in labels if is_total(label))
    if totals:
        # «Всего» and «Итого» side by side say the same; either is the number.
        return Choice(frozenset({min(totals)}))
    if ages:
        parts = everybody(labels)
        return Choice(parts) if parts else Choice(frozenset(), Why.INCOMPLETE)
    if frozenset(labels) >= {label for label in expected if not is_total(label)}:
        return Choice(frozenset(labels))
    return Choice(frozenset(), Why.INCOMPLETE)


def is_total(label: str) -> bool:
    return " ".join(label.lower().replace("ё", "е").split()) in TOTALS
