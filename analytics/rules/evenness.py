"""Whether two numbers of events differ by more than chance; not what is counted."""

from math import exp, lgamma

# Below this a difference is told as hardly chance: less than once in twenty.
HARDLY_CHANCE = 0.05
# Two sums of the same logarithms differ by this at most.
_TIE = 1e-9


def chance_of_split(before: int, after: int) -> float:
    """How often two counts at equal rates differ at least as much by chance, 0…1; both over equal times.

    Source: Przyborowski and Wilenski 1940, "Homogeneity of results in testing samples from Poisson series": given their
    sum, one of the two is binomial with a half; both sides.
    """
    whole = before + after
    weights = [_choices(whole, one) for one in range(whole + 1)]
    return _tail(weights, weights[before])


def chance_of_change(before: int, after: int, year_before: int, year_after: int) -> float:
    """The same where the rates of another year changed as well: how often both years would differ at least as much.

    Source: Fisher's exact test of a table of two by two, both sides.
    """
    first, whole = before + after, before + after + year_before + year_after
    earlier = before + year_before
    possible = range(max(0, first + earlier - whole), min(first, earlier) + 1)
    weights = {one: _choices(earlier, one) + _choices(whole - earlier, first - one) for one in possible}
    return _tail(list(weights.values()), weights[before])


def _choices(whole: int, part: int) -> float:
    """Logarithm of the number of ways to choose."""
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def _tail(weights: list[float], seen: float) -> float:
    """Share of what is no likelier than what was seen; weights: logarithms."""
    most = max(weights)
    total = sum(exp(weight - most) for weight in weights)
    return min(1.0, sum(exp(weight - most) for weight in weights if weight <= seen + _TIE) / total)
