"""The catalogue of measures: what each comes to, of how many, and when it is silent."""

import pytest

from analytics.measures import MEASURES, Measure, needs_of
from analytics.types import Aggregation, Facts, Lack, MeasureCode, Need, Scale, Tally

MUCH = Tally(appeals=40, waiting=10, answered=20, in_time=15, rated=4, ratings=14, reopened=2, supports=7)
FULL = Facts(
    MUCH,
    km2=8.0,
    residents=2000,
    overdue=3,
    timed=20,
    median_h=60.0,
    p90_h=240.0,
    places=31,
    before=Tally(appeals=32),
)


@pytest.mark.parametrize(
    ("code", "value", "n"),
    [
        ("count", 40, 40),
        ("per_km2", 5.0, 40),
        ("per_1000", 20.0, 40),
        ("open", 10, 40),
        ("overdue_share", 30.0, 10),
        ("median_days", 2.5, 20),
        ("p90_days", 10.0, 20),
        ("in_time", 75.0, 20),
        ("reopened_share", 5.0, 40),
        ("rating", 3.5, 4),
        ("places", 31, 40),
        ("repeats", 9, 40),
        ("supports", 7, 40),
        ("trend", 25.0, 72),
    ],
)
def test_formulas(code: str, value: float, n: int) -> None:
    found = MEASURES[MeasureCode(code)].of_facts(FULL)
    assert (found.value, found.n, found.why) == (value, n, None)


def test_every_code_has_an_entry_with_words() -> None:
    assert set(MEASURES) == set(MeasureCode)
    for code, measure in MEASURES.items():
        assert measure.code == code
        assert str(measure.name)
        assert str(measure.unit)


@pytest.mark.parametrize(
    "code", ["overdue_share", "median_days", "p90_days", "in_time", "reopened_share", "rating"]
)
def test_a_share_of_too_few_is_not_told(code: str) -> None:
    facts = Facts(
        Tally(appeals=1, waiting=1, answered=1, in_time=1, rated=1, ratings=5, reopened=1),
        overdue=1,
        timed=1,
        median_h=1.0,
        p90_h=1.0,
    )
    found = MEASURES[MeasureCode(code)].of_facts(facts)
    assert (found.value, found.n, found.why) == (None, 1, Lack.TOO_FEW)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.code)
def test_what_was_not_read_gives_no_value(measure: Measure) -> None:
    found = measure.of_facts(Facts(MUCH))
    assert (found.value is None) == bool(measure.needs)
    assert (found.why is None) == (not measure.needs)


def test_a_rate_is_not_told_where_most_residents_are_unknown() -> None:
    rate = MEASURES[MeasureCode.PER_1000]
    told = rate.of_facts(Facts(MUCH, km2=1.0, residents=1000, residents_known=0.62))
    assert (told.value, told.residents_known) == (1000 * MUCH.appeals / 1000, 0.62)
    untold = rate.of_facts(Facts(MUCH, km2=1.0, residents=1000, residents_known=0.49))
    assert (untold.value, untold.why, untold.residents_known) == (None, Lack.PARTLY_KNOWN, 0.49)
    assert (
        MEASURES[MeasureCode.COUNT].of_facts(Facts(MUCH, km2=1.0, residents_known=0.49)).residents_known
        == 1.0
    )


@pytest.mark.parametrize(("residents", "value"), [(None, None), (99, None), (100, 400.0)])
def test_a_rate_needs_residents(residents: float | None, value: float | None) -> None:
    found = MEASURES[MeasureCode.PER_1000].of_facts(Facts(MUCH, km2=1.0, residents=residents))
    assert found.value == value
    assert found.why == (Lack.NO_RESIDENTS if value is None else None)


@pytest.mark.parametrize("code", [MeasureCode.PER_KM2, MeasureCode.PER_1000])
def test_a_rate_of_no_place_says_so(code: MeasureCode) -> None:
    assert MEASURES[code].of_facts(Facts(MUCH)).why == Lack.NO_PLACE


def test_a_trend_from_nothing_is_no_number() -> None:
    trend = MEASURES[MeasureCode.TREND]
    assert trend.of_facts(Facts(MUCH, before=Tally())).why == Lack.NOTHING_BEFORE
    assert trend.of_facts(Facts(Tally(appeals=4), before=Tally(appeals=5))).why == Lack.TOO_FEW
    assert trend.of_facts(Facts(Tally(), before=Tally(appeals=20))).value == -100
    assert trend.scale == Scale.DIVERGING


def test_nothing_has_no_shares() -> None:
    for measure in MEASURES.values():
        found = measure.of_facts(
            Facts(Tally(), km2=1.0, residents=500, overdue=0, timed=0, places=0, before=Tally())
        )
        assert found.value in (0, None)


def test_needs_are_those_of_all() -> None:
    asked = [MEASURES[MeasureCode.TREND], MEASURES[MeasureCode.P90_DAYS], MEASURES[MeasureCode.COUNT]]
    assert needs_of(asked) == {Need.BEFORE, Need.DAYS}
    assert needs_of([]) == frozenset()


def test_additive_ones_are_told_apart() -> None:
    assert {code for code, measure in MEASURES.items() if measure.additive} == {"count", "open", "supports"}
    assert MEASURES[MeasureCode.MEDIAN_DAYS].aggregation == Aggregation.QUANTILE
