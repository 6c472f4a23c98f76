"""Whether a form looks as if a program had filled it in: pure. Whoever looks so proves it otherwise, by `proving`."""

from enum import StrEnum


class Suspicion(StrEnum):
    """TRAP: the field that people do not see is filled in. FAST: sent sooner than anybody types. OFTEN: many before."""

    TRAP = "trap"
    FAST = "fast"
    OFTEN = "often"


def suspicions(*, trap: str, filled_s: float | None, least_s: int, often: bool) -> frozenset[Suspicion]:
    """What is odd about a form. filled_s: seconds since it was opened, None: it does not say so truly.

    least_s: fewer seconds are too few; 0: nobody asks.
    """
    found = set()
    if trap.strip():
        found.add(Suspicion.TRAP)
    if least_s and (filled_s is None or filled_s < least_s):
        found.add(Suspicion.FAST)
    if often:
        found.add(Suspicion.OFTEN)
    return frozenset(found)
