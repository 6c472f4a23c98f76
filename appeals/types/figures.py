"""What is counted of appeals and can be added up, over any dimension; not how it is read (queries)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import add, sub
from typing import Self


@dataclass(frozen=True, slots=True)
class Figures:
    """appeals: all of them. waiting: for an answer. answered: those that are over, had a day to be answered by, and of
    which it is known when they were (not past ones imported as closed), in_time: by that day. rated: how many ratings
    (1…5), ratings: their sum.
    """

    appeals: int = 0
    waiting: int = 0
    answered: int = 0
    in_time: int = 0
    rated: int = 0
    ratings: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(add, self._values(), other._values()))

    def __sub__(self, other: Self) -> Self:
        return type(self)(*map(sub, self._values(), other._values()))

    def _values(self) -> Iterator[int]:
        return (getattr(self, field.name) for field in fields(self))

    @property
    def share_in_time(self) -> float | None:
        """0…1 of the answers; None without any."""
        return self.in_time / self.answered if self.answered else None

    @property
    def rating(self) -> float | None:
        """Mean of 1…5; None without any."""
        return self.ratings / self.rated if self.rated else None
