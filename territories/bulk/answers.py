"""Decisions of many pins in a compact form: few distinct ones, and each pin's own distance; no choice here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territories.types import Decision


@dataclass(frozen=True, slots=True)
class Answers:
    """kinds: distinct decisions. which: position in it of each pin's decision. border_m: each pin's own, NaN: none.

    The distances inside `kinds` are a pin's own where the decision is ambiguous; elsewhere they are not to be told.
    """

    kinds: list[Decision]
    which: NDArray[np.int64]
    border_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.which)
