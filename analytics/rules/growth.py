"""Whether there is more of something than in an equal period before, and not by chance; pure."""

from collections.abc import Sequence

import numpy as np

from analytics.rules.chance import false_discovery
from analytics.rules.funnel import binomial

# Fewer appeals than these are no growth worth a word, whatever the chance.
LEAST = 10
# So many of what is called growing may be chance: a twentieth.
FALSE = 0.05


def p_of_more(now: int, before: int) -> float:
    """Chance of at least `now` of all in the later of two equal periods when both are alike (exact conditional test).

    Source: J. Przyborowski, H. Wilenski, "Homogeneity of results in testing samples from Poisson series" (1940).
    """
    return binomial(now + before, 0.5).at_least(now) if now + before else 1.0


def growing(counts: Sequence[tuple[int, int]]) -> list[float | None]:
    """q of each (now, before) that grows, None for those that do not: fewer than LEAST, no more, or perhaps chance.

    The tests of all that have LEAST count together, so that of many topics few are called growing by chance.
    """
    tested = [position for position, (now, _before) in enumerate(counts) if now >= LEAST]
    if not tested:
        return [None] * len(counts)
    q = false_discovery(np.array([p_of_more(*counts[position]) for position in tested]))
    found: list[float | None] = [None] * len(counts)
    for position, chance in zip(tested, q.tolist(), strict=True):
        if chance <= FALSE and counts[position][0] > counts[position][1]:
            found[position] = chance
    return found
