"""A decision in words, Russian and English, and as JSON."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from territories.explaining import explain, sentence, sentences
from territories.models import Area
from territories.queries import decide_executor
from territories.rules import decide
from territories.services.boundaries import publish, stage
from territories.types import AreaHit, Candidate, Rule, TopicRef, TopicScope
from tests.builders import make_authority, make_organisation
from tests.grid import Grid

HOUSE = TopicRef("leak", "housing", TopicScope.HOUSE)
DISTRICT = AreaHit(1, "d", "Центральный район", "district", "city", 1, 1e6, 500.0)


def candidate(rule: Rule, name: str = "ООО «ЖКС № 1»", **fields: Any) -> Candidate:
    return Candidate(rule, 1, name, **{"border_m": 100.0, **fields})


@pytest.mark.parametrize(
    ("candidates", "words"),
    [
        ([candidate(Rule.HOUSE_CONTRACT, house_id=1)], "the house is managed under its contract"),
        ([candidate(Rule.ZONE, zone_id=1, label="Север")], "its service zone “Север”"),
        ([candidate(Rule.ZONE, zone_id=1, categories=("housing",))], "its zone for this topic"),
        ([candidate(Rule.ZONE, zone_id=1, house_id=1)], "on the list"),
        ([candidate(Rule.ASSET, zone_id=1, label="Невский")], "what it owns, “Невский”"),
        (
            [candidate(Rule.AUTHORITY, area_id=1, label="Центральный район")],
            "authority of “Центральный район”",
        ),
        ([], "Nobody is named"),
        ([candidate(Rule.ZONE, zone_id=1, shared=True)], "several organisations together: ООО «ЖКС № 1»"),
    ],
)
def test_sentences(candidates: list[Candidate], words: str) -> None:
    with override("en"):
        assert words in sentence(decide(candidates, [DISTRICT], HOUSE))


def test_outside_is_told() -> None:
    with override("en"):
        assert "outside every known area" in sentence(decide([], [], HOUSE))


@pytest.mark.django_db
def test_everything_is_named_and_fits_into_json() -> None:
    town = Grid("AABB\nAABB")
    version = publish(version=stage(collection="town", rows=[town.area("A"), town.area("B")]))
    for letter in "AB":
        make_authority(make_organisation(f"Орган {letter}"), Area.objects.get(code=letter))
    decision = decide_executor(town.at(1.9, 1), HOUSE, on=date(2026, 3, 10))
    with override("en"):
        told = json.loads(json.dumps(explain(decision)))
    assert told["organisation"]["name"] == "Орган A"
    assert told["rule"] == "authority"
    assert (told["area"]["code"], told["area"]["name"]) == ("A", "Район A")
    assert told["boundary_version"] == {
        "id": version.pk,
        "collection": "town",
        "title": version.collection.name,
        "number": 1,
        "valid_from": None,
    }
    assert told["border_m"] == pytest.approx(10, abs=0.1)
    assert told["ambiguous"]
    assert (told["runner_up"]["name"], told["neighbour"]["code"]) == ("Орган B", "B")
    assert told["sentences"][1] == "A border is 10 m away; beyond it Орган B answers."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answering", "off_m", "language", "doubt"),
    [
        # On the border itself both districts hold the pin; which of them answers depends on nothing but their order.
        ("AB", 0, "ru", r"Метка стоит на границе; за ней отвечает Орган [AB]\."),
        ("AB", 0, "en", r"The pin lies on a border; beyond it Орган [AB] answers\."),
        ("AB", 0.3, "ru", r"Метка стоит на границе; за ней отвечает Орган B\."),
        ("", 0, "ru", r"Метка стоит на границе\."),
        ("", 0.3, "ru", r"Метка стоит на границе; за ней начинается «Район B»\."),
        ("", 0.3, "en", r"The pin lies on a border; beyond it begins “Район B”\."),
    ],
)
def test_a_pin_on_a_border_is_never_told_as_zero_metres_away(
    answering: str, off_m: float, language: str, doubt: str
) -> None:
    town = Grid("AABB\nAABB")
    publish(version=stage(collection="town", rows=[town.area("A"), town.area("B")]))
    for letter in answering:
        make_authority(make_organisation(f"Орган {letter}"), Area.objects.get(code=letter))
    decision = decide_executor(town.at(2 - off_m / town.step_m, 1), HOUSE, on=date(2026, 3, 10))
    assert decision.ambiguous
    with override(language):
        assert re.fullmatch(doubt, sentences(decision)[1])


@pytest.mark.django_db
def test_a_tie_names_each_organisation_once() -> None:
    one = candidate(Rule.ZONE, "Первая", zone_id=1)
    two = Candidate(Rule.ZONE, 2, "Вторая", border_m=100.0, zone_id=2)
    told = explain(decide([one, two, candidate(Rule.ZONE, "Первая", zone_id=3)], [DISTRICT], HOUSE))
    assert told["manual_reason"] == "tie"
    assert [organisation["name"] for organisation in told["tied"]] == ["Первая", "Вторая"]
