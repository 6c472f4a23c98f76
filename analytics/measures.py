"""The catalogue of measures: one entry each, for tiles, API, pages, files and reports; not their reading (queries)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.rules import measuring
from analytics.types import Aggregation, Facts, Lack, MeasureCode, Measured, Need, Scale

# Below these a share or a middle is chance: of five, one appeal is a fifth.
LEAST_OF_SHARE, LEAST_OF_TAIL, LEAST_OF_RATING, LEAST_OF_TREND = 5, 10, 3, 10


@dataclass(frozen=True, slots=True)
class Measure:
    """formula: None where there is no value. of: how many appeals a value stands on, at least `least` to be told.

    worse: whether more is worse; None: neither. decimals: with which a value is told, for it is no more exact.
    """

    code: MeasureCode
    name: str | Promise
    unit: str | Promise
    formula: Callable[[Facts], float | None]
    aggregation: Aggregation
    of: Callable[[Facts], int]
    worse: bool | None = True
    scale: Scale = Scale.SEQUENTIAL
    least: int = 0
    decimals: int = 0
    needs: frozenset[Need] = frozenset()

    @property
    def additive(self) -> bool:
        return self.aggregation == Aggregation.ADDITIVE

    def of_facts(self, facts: Facts) -> Measured:
        """The value, rounded; None with the reason where too few appeals stand behind it or something is not known."""
        n, known = self.of(facts), facts.residents_known if Need.RESIDENTS in self.needs else 1.0
        if n < self.least:
            return Measured(None, n, Lack.TOO_FEW)
        value = self.formula(facts)
        if value is None:
            return Measured(None, n, self._lack(n, facts), known)
        return Measured(round(value, self.decimals) if self.decimals else value, n, residents_known=known)

    def _lack(self, n: int, facts: Facts) -> Lack:
        if self.code in _OF_A_PLACE and facts.km2 is None:
            return Lack.NO_PLACE
        if Need.RESIDENTS in self.needs:
            partly = facts.residents is not None and facts.residents_known < measuring.LEAST_KNOWN
            return Lack.PARTLY_KNOWN if partly else Lack.NO_RESIDENTS
        return Lack.NOTHING_BEFORE if Need.BEFORE in self.needs and n else Lack.TOO_FEW


# What is divided by the ground or by who lives on it.
_OF_A_PLACE = frozenset({MeasureCode.PER_KM2, MeasureCode.PER_1000})


def _appeals(facts: Facts) -> int:
    return facts.tally.appeals


def _waiting(facts: Facts) -> int:
    return facts.tally.waiting


def _answered(facts: Facts) -> int:
    return facts.tally.answered


def _rated(facts: Facts) -> int:
    return facts.tally.rated


def _timed(facts: Facts) -> int:
    return facts.timed or 0


def _both(facts: Facts) -> int:
    return facts.tally.appeals + (facts.before.appeals if facts.before else 0)


_ADDITIVE, _RATIO = Aggregation.ADDITIVE, Aggregation.RATIO
_QUANTILE, _DISTINCT = Aggregation.QUANTILE, Aggregation.DISTINCT

MEASURES: dict[MeasureCode, Measure] = {
    measure.code: measure
    for measure in (
        Measure(MeasureCode.COUNT, _("Appeals"), _("appeals"), measuring.count, _ADDITIVE, _appeals),
        Measure(
            MeasureCode.PER_KM2,
            _("Appeals per square kilometre"),
            _("per km²"),
            measuring.per_km2,
            _RATIO,
            _appeals,
            decimals=3,
            needs=frozenset({Need.KM2}),
        ),
        Measure(
            MeasureCode.PER_1000,
            _("Appeals per 1,000 residents"),
            _("per 1,000 residents"),
            measuring.per_1000,
            _RATIO,
            _appeals,
            decimals=2,
            needs=frozenset({Need.RESIDENTS}),
        ),
        Measure(
            MeasureCode.OPEN, _("Waiting for an answer"), _("appeals"), measuring.waiting, _ADDITIVE, _appeals
        ),
        Measure(
            MeasureCode.OVERDUE_SHARE,
            _("Overdue among those that wait"),
            "%",
            measuring.overdue_share,
            _RATIO,
            _waiting,
            least=LEAST_OF_SHARE,
            decimals=1,
            needs=frozenset({Need.OVERDUE}),
        ),
        Measure(
            MeasureCode.MEDIAN_DAYS,
            _("Days to the answer, the median"),
            _("days"),
            measuring.median_days,
            _QUANTILE,
            _timed,
            least=LEAST_OF_SHARE,
            decimals=1,
            needs=frozenset({Need.DAYS}),
        ),
        Measure(
            MeasureCode.P90_DAYS,
            _("Days within which nine answers of ten came"),
            _("days"),
            measuring.p90_days,
            _QUANTILE,
            _timed,
            least=LEAST_OF_TAIL,
            decimals=1,
            needs=frozenset({Need.DAYS}),
        ),
        Measure(
            MeasureCode.IN_TIME,
            _("Answered in time"),
            "%",
            measuring.in_time,
            _RATIO,
            _answered,
            worse=False,
            least=LEAST_OF_SHARE,
            decimals=1,
        ),
        Measure(
            MeasureCode.REOPENED_SHARE,
            _("Sent back by the author"),
            "%",
            measuring.reopened_share,
            _RATIO,
            _appeals,
            least=LEAST_OF_SHARE,
            decimals=1,
        ),
        Measure(
            MeasureCode.RATING,
            _("Mean rating of the answers"),
            _("of 5"),
            measuring.rating,
            _RATIO,
            _rated,
            worse=False,
            least=LEAST_OF_RATING,
            decimals=2,
        ),
        Measure(
            MeasureCode.PLACES,
            _("Unique places"),
            _("places"),
            measuring.places,
            _DISTINCT,
            _appeals,
            needs=frozenset({Need.PLACES}),
        ),
        Measure(
            MeasureCode.REPEATS,
            _("Repeated at the same place"),
            _("appeals"),
            measuring.repeats,
            _DISTINCT,
            _appeals,
            needs=frozenset({Need.PLACES}),
        ),
        Measure(
            MeasureCode.SUPPORTS,
            _("Supports"),
            _("supports"),
            measuring.supports,
            _ADDITIVE,
            _appeals,
            worse=None,
        ),
        Measure(
            MeasureCode.TREND,
            _("Change against the period before"),
            "%",
            measuring.trend,
            _RATIO,
            _both,
            scale=Scale.DIVERGING,
            least=LEAST_OF_TREND,
            decimals=1,
            needs=frozenset({Need.BEFORE}),
        ),
    )
}


def needs_of(measures: list[Measure]) -> frozenset[Need]:
    """All that these are computed from beside the tally."""
    return frozenset[Need]().union(*(measure.needs for measure in measures))
