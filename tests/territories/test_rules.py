"""The choice of the executor: order of rules, specificity, ties, shared zones, borders."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from math import inf
from typing import Any

import pytest

from territories.rules import decide, in_force, specificity
from territories.types import AreaHit, Candidate, ManualReason, Rule, TopicRef, TopicScope

WASTE = TopicRef("bin_overflow", "waste", TopicScope.YARD)
ROAD = TopicRef("pothole", "roads", TopicScope.ROAD)
DISTRICT = AreaHit(1, "d", "Район", "district", "city", 1, 1e6, 500.0)
OTHER = AreaHit(2, "e", "Сосед", "district", "city", 1, 2e6, 5.0, covers=False)
CITY = AreaHit(3, "c", "Город", "city", "city", 1, 1e8, 9000.0)


def contract(organisation: int, **fields: Any) -> Candidate:
    return Candidate(Rule.HOUSE_CONTRACT, organisation, f"УК {organisation}", house_id=7, **fields)


def zone(organisation: int, **fields: Any) -> Candidate:
    values = {"border_m": 100.0, "size_m2": 1e6, "zone_id": organisation, "layer": "zone", **fields}
    return Candidate(Rule.ZONE, organisation, f"Зона {organisation}", **values)


def asset(organisation: int, **fields: Any) -> Candidate:
    values = {"border_m": 1.0, "zone_id": organisation, "layer": "asset", **fields}
    return Candidate(Rule.ASSET, organisation, f"Дорога {organisation}", **values)


def authority(organisation: int, hit: AreaHit = DISTRICT, **fields: Any) -> Candidate:
    values = {
        "covers": hit.covers,
        "border_m": hit.border_m,
        "size_m2": hit.area_m2,
        "area_id": hit.area_id,
        "version_id": hit.version_id,
        "layer": hit.layer,
        **fields,
    }
    return Candidate(Rule.AUTHORITY, organisation, f"Орган {organisation}", **values)


@pytest.mark.parametrize(
    ("topic", "candidates", "rule", "organisation"),
    [
        pytest.param(
            WASTE, [contract(1), zone(2), asset(3), authority(4)], Rule.HOUSE_CONTRACT, 1, id="house"
        ),
        pytest.param(
            ROAD, [contract(1), zone(2), asset(3), authority(4)], Rule.ZONE, 2, id="not-about-house"
        ),
        pytest.param(ROAD, [contract(1), asset(3), authority(4)], Rule.ASSET, 3, id="asset-before-authority"),
        pytest.param(ROAD, [authority(4)], Rule.AUTHORITY, 4, id="authority"),
        pytest.param(ROAD, [authority(5, CITY), authority(4)], Rule.AUTHORITY, 4, id="smallest-area"),
        pytest.param(
            ROAD,
            [authority(4, categories=("waste",)), authority(5, CITY)],
            Rule.AUTHORITY,
            5,
            id="area-above-answers-for-the-category",
        ),
        pytest.param(ROAD, [zone(1, size_m2=5e6), zone(2, size_m2=1e6)], Rule.ZONE, 2, id="smallest-zone"),
        pytest.param(
            ROAD,
            [zone(1, topics=("pothole",)), zone(2, categories=("roads",))],
            Rule.ZONE,
            1,
            id="topic-first",
        ),
        pytest.param(ROAD, [zone(1), zone(2, categories=("roads",))], Rule.ZONE, 2, id="category-before-all"),
        pytest.param(
            ROAD,
            [zone(1, size_m2=10.0), zone(2, categories=("roads",), size_m2=1e9)],
            Rule.ZONE,
            2,
            id="a-zone-for-everything-comes-last-however-small",
        ),
        pytest.param(
            ROAD,
            [zone(1, topics=("pothole",), size_m2=5e6), zone(2, categories=("roads",), size_m2=1e6)],
            Rule.ZONE,
            2,
            id="smaller-before-more-specific",
        ),
        pytest.param(
            ROAD,
            [zone(1, since=date(2020, 1, 1)), zone(2, since=date(2024, 1, 1))],
            Rule.ZONE,
            2,
            id="newer-before-older",
        ),
        pytest.param(ROAD, [zone(1), zone(2, since=date(2001, 1, 1))], Rule.ZONE, 2, id="no-date-is-oldest"),
        pytest.param(ROAD, [zone(1, topics=("snow",)), authority(4)], Rule.AUTHORITY, 4, id="other-topic"),
        pytest.param(
            TopicRef(),
            [zone(1, topics=("snow",)), zone(2)],
            Rule.ZONE,
            2,
            id="no-topic-takes-zones-for-everything",
        ),
        pytest.param(
            WASTE,
            [contract(1, since=date(2019, 1, 1)), contract(2, since=date(2023, 1, 1))],
            Rule.HOUSE_CONTRACT,
            2,
            id="newer-contract",
        ),
        pytest.param(
            ROAD, [asset(1, border_m=4.0), asset(2, border_m=1.0)], Rule.ASSET, 2, id="nearest-asset"
        ),
        pytest.param(
            ROAD,
            [authority(1, categories=("roads",)), authority(2)],
            Rule.AUTHORITY,
            1,
            id="department-before-its-administration",
        ),
    ],
)
def test_chooses(topic: TopicRef, candidates: list[Candidate], rule: Rule, organisation: int) -> None:
    decision = decide(candidates, [DISTRICT, CITY], topic)
    assert (decision.rule, decision.organisation_id) == (rule, organisation)
    assert decision.manual_reason is None


@pytest.mark.parametrize(
    ("candidates", "reason", "tied"),
    [
        pytest.param([], ManualReason.NOBODY, set(), id="nobody"),
        pytest.param([zone(1), zone(2)], ManualReason.TIE, {1, 2}, id="equal-zones"),
        pytest.param(
            [zone(1), zone(2), authority(4)], ManualReason.TIE, {1, 2}, id="a-tie-does-not-fall-through"
        ),
        pytest.param([zone(1, shared=True), zone(2, shared=True)], ManualReason.SHARED, {1, 2}, id="shared"),
        pytest.param(
            [zone(1, shared=True), zone(1, shared=True, zone_id=9), authority(4)],
            ManualReason.SHARED,
            {1},
            id="shared-does-not-fall-through",
        ),
        pytest.param(
            [zone(1, shared=True), zone(2)], ManualReason.SHARED, {1, 2}, id="shared-beside-another"
        ),
        pytest.param(
            [zone(1, size_m2=1e6), zone(2, size_m2=1e6 + 0.1)], ManualReason.TIE, {1, 2}, id="same-polygon"
        ),
        pytest.param([authority(1), authority(2)], ManualReason.TIE, {1, 2}, id="two-authorities"),
        pytest.param([asset(1), asset(2)], ManualReason.TIE, {1, 2}, id="crossing"),
        pytest.param(
            [zone(1, since=date(2024, 1, 1)), zone(2, since=date(2024, 1, 1)), zone(3)],
            ManualReason.TIE,
            {1, 2},
            id="only-the-first-level-ties",
        ),
    ],
)
def test_stops_at_manual_choice(candidates: list[Candidate], reason: ManualReason, tied: set[int]) -> None:
    decision = decide(candidates, [DISTRICT], ROAD)
    assert decision.rule is Rule.MANUAL
    assert decision.organisation_id is None
    assert decision.manual_reason is reason
    assert {candidate.organisation_id for candidate in decision.tied} == tied


def test_a_smaller_sole_zone_wins_over_a_shared_one() -> None:
    assert decide([zone(1, shared=True), zone(2, size_m2=10.0)], [DISTRICT], ROAD).organisation_id == 2


def test_equal_contracts_of_two_companies_tie() -> None:
    assert decide([contract(1), contract(2)], [DISTRICT], WASTE).manual_reason is ManualReason.TIE


def test_the_id_decides_within_one_organisation() -> None:
    decision = decide([zone(1, zone_id=9), zone(1, zone_id=4)], [DISTRICT], ROAD)
    assert decision.chosen is not None
    assert decision.chosen.zone_id == 4


def test_outside_every_area_is_told_apart() -> None:
    assert decide([], [], ROAD).manual_reason is ManualReason.OUTSIDE
    assert decide([], [OTHER], ROAD).manual_reason is ManualReason.OUTSIDE
    assert decide([zone(1)], [], ROAD).organisation_id == 1


def test_the_order_of_candidates_does_not_matter() -> None:
    pool = [contract(1), zone(2), zone(3, size_m2=5.0), authority(4), authority(5, CITY), asset(6)]
    answers = {decide(order, [CITY, DISTRICT], ROAD) for order in permutations(pool)}
    assert len(answers) == 1


def near(organisation: int, metres: float, **fields: Any) -> Candidate:
    return authority(organisation, OTHER, border_m=metres, **fields)


@pytest.mark.parametrize(
    ("candidates", "ambiguous", "runner_up"),
    [
        pytest.param([authority(1), near(2, 14.9)], True, 2, id="neighbour-within-reach"),
        pytest.param([authority(1), near(2, 15.1)], False, None, id="neighbour-beyond-reach"),
        pytest.param([authority(1), near(1, 2.0)], False, None, id="same-organisation-beyond-the-border"),
        pytest.param(
            [authority(1, border_m=5.0), near(2, 5.0), authority(3, CITY)], True, 2, id="city-is-no-rival"
        ),
        pytest.param(
            [authority(1, border_m=5.0), near(1, 5.0), authority(3, CITY)], False, 3, id="city-stays"
        ),
        pytest.param([authority(1, border_m=5.0), authority(3, CITY)], True, 3, id="the-district-ends-here"),
        pytest.param([authority(1, border_m=5.0)], False, None, id="nobody-beyond-the-border"),
        pytest.param(
            [contract(9), authority(1, border_m=5.0), near(2, 5.0)], False, 1, id="the-house-is-sure"
        ),
        pytest.param(
            [zone(5, border_m=400.0), authority(1, border_m=5.0), near(2, 5.0)], False, 1, id="zone-is-sure"
        ),
        pytest.param([zone(5, border_m=4.0), authority(1)], True, 1, id="the-zone-ends-here"),
        pytest.param([authority(1), zone(5, covers=False, border_m=4.0)], True, 5, id="a-zone-begins-here"),
        pytest.param(
            [zone(5, border_m=4.0), zone(6, covers=False, border_m=4.0), authority(1)],
            True,
            6,
            id="zone-to-zone",
        ),
        pytest.param(
            [zone(5, border_m=4.0), zone(5, zone_id=8, covers=False, border_m=4.0), authority(1)],
            False,
            1,
            id="two-zones-of-one-organisation",
        ),
        pytest.param(
            [authority(1), zone(5, covers=False, border_m=4.0, topics=("snow",))],
            False,
            None,
            id="zone-for-snow",
        ),
        pytest.param([near(2, 3.0)], True, 2, id="outside-near-a-district"),
        pytest.param([asset(1), asset(2, border_m=3.0)], True, 2, id="two-assets-within-tolerance"),
        pytest.param([asset(1), authority(2)], False, 2, id="asset-alone"),
    ],
)
def test_ambiguity(candidates: list[Candidate], ambiguous: bool, runner_up: int | None) -> None:
    topic = replace(ROAD, scope=TopicScope.YARD)
    decision = decide(candidates, [DISTRICT], topic)
    assert decision.ambiguous is ambiguous
    assert (decision.runner_up.organisation_id if decision.runner_up else None) == runner_up


def test_levels_that_share_a_border_are_crossed_together() -> None:
    """District and region end at one line; the neighbour's district belongs to the same company."""
    here, there = replace(DISTRICT, border_m=5.0), OTHER
    region = AreaHit(8, "r", "Регион", "region", "regions", 2, 1e10, 5.0, covers=False)
    candidates = [authority(1, here), authority(1, there), authority(9, region)]
    assert not decide(candidates, [here, there, region], ROAD).ambiguous
    assert decide([authority(1, here), authority(9, region)], [here, region], ROAD).ambiguous


def test_a_pin_on_the_border_of_two_districts_is_a_tie() -> None:
    first, second = replace(DISTRICT, border_m=0.0), replace(OTHER, border_m=0.0, covers=True)
    decision = decide(
        [authority(1, first), authority(2, second), authority(3, CITY)], [first, second, CITY], ROAD
    )
    assert decision.manual_reason is ManualReason.TIE
    assert decision.ambiguous
    assert {candidate.organisation_id for candidate in decision.tied} == {1, 2}


def test_a_pin_on_the_border_of_district_and_city_is_none() -> None:
    """The district's edge is the city's edge too: one lies in the other, the district is the more specific."""
    here, city = replace(DISTRICT, border_m=0.0), replace(CITY, border_m=0.0)
    assert decide([authority(1, here), authority(3, city)], [here, city], ROAD).organisation_id == 1


def test_without_organisations_the_place_itself_may_be_ambiguous() -> None:
    assert decide([], [DISTRICT, OTHER], ROAD).ambiguous
    assert not decide([], [DISTRICT, replace(OTHER, border_m=16.0)], ROAD).ambiguous
    both = [replace(DISTRICT, border_m=0.0), replace(OTHER, border_m=0.0, covers=True)]
    assert decide([], both, ROAD).ambiguous


def test_the_distance_is_that_of_the_polygon_behind_the_answer() -> None:
    assert decide([zone(1, border_m=70.0)], [DISTRICT], ROAD).border_m == 70.0
    assert decide([authority(3, CITY)], [DISTRICT, CITY], ROAD).border_m == CITY.border_m
    assert decide([contract(1)], [DISTRICT], WASTE).border_m == DISTRICT.border_m
    assert decide([], [], ROAD).border_m is None


def test_the_version_is_that_of_the_polygon_behind_the_answer() -> None:
    assert decide([authority(3, replace(CITY, version_id=6))], [DISTRICT], ROAD).version_id == 6
    assert decide([zone(1)], [DISTRICT], ROAD).version_id == DISTRICT.version_id


def test_a_place_is_not_told_by_the_precinct_that_is_smaller_than_its_district() -> None:
    precinct = replace(DISTRICT, area_id=9, kind="precinct", area_m2=1e4, border_m=20.0, version_id=8)
    decision = decide([contract(1)], [precinct, DISTRICT], WASTE)
    assert (decision.version_id, decision.border_m) == (DISTRICT.version_id, DISTRICT.border_m)
    alone = decide([contract(1)], [precinct], WASTE)
    assert (alone.version_id, alone.border_m) == (8, 20.0)


def test_houses_have_no_border() -> None:
    assert contract(1).border_m == inf


@pytest.mark.parametrize(
    ("topics", "categories", "expected"),
    [
        (("pothole",), (), 2),
        ((), ("roads",), 1),
        ((), (), 0),
        (("snow",), (), None),
        ((), ("waste",), None),
        (("snow",), ("roads",), 1),
    ],
)
def test_specificity(topics: tuple[str, ...], categories: tuple[str, ...], expected: int | None) -> None:
    assert specificity(topics, categories, ROAD) == expected


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, None, True),
        (date(2024, 5, 1), None, True),
        (date(2024, 5, 2), None, False),
        (None, date(2024, 5, 1), False),
        (None, date(2024, 5, 2), True),
        (date(2024, 5, 1), date(2024, 5, 1), False),
    ],
)
def test_validity_is_half_open(start: date | None, end: date | None, holds: bool) -> None:
    assert in_force(start, end, date(2024, 5, 1)) is holds
