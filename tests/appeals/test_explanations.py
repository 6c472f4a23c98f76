"""What of an explanation the public reads: of a coarsened place neither distances nor the zone's name."""

from typing import Any

import pytest

from appeals.rules.explanations import shown_explanation

ZONE = {"id": 1, "name": "Дома 1–5"}


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "ООО «Дома 1–5» ответит: место входит в её зону «Дома 1–5» по этой теме.",
            "ООО «Дома 1–5» ответит: место входит в её зону по этой теме.",
        ),
        (
            "ЖКС will answer: the place lies in its service zone “Дома 1–5”.",
            "ЖКС will answer: the place lies in its service zone.",
        ),
        (
            "ЖКС will answer: the pin lies on what it owns, “Дома 1–5”.",
            "ЖКС will answer: the pin lies on what it owns.",
        ),
    ],
)
def test_the_zone_is_named_to_those_who_know_the_place_only(sentence: str, shown: str) -> None:
    told = {"zone": ZONE, "sentence": sentence, "sentences": [sentence, "A border is 3 m away."]}
    public = shown_explanation(told, exact=False)
    assert (public["zone"], public["sentence"], public["sentences"]) == (None, shown, [shown])
    near = shown_explanation(told, exact=True)
    assert (near["zone"], near["sentence"], near["sentences"]) == (ZONE, sentence, told["sentences"])


def area(number: int, name: str, kind: str = "district") -> dict[str, Any]:
    return {
        "id": number,
        "code": f"c{number}",
        "name": name,
        "kind": kind,
        "collection": "d",
        "border_m": 3.1,
    }


AREAS = [area(1, "УИК 801", "precinct"), area(2, "Посёлок", "hamlet"), area(3, "Центр")]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("«Совет» ответит: это орган власти, «Посёлок».", "«Совет» ответит: это орган власти, «…»."),
        ("It will answer: it is the authority of “УИК 801”.", "It will answer: it is the authority of “…”."),
        ("Совет «Посёлок» ответит: орган «Посёлок».", "Совет «Посёлок» ответит: орган «…»."),
    ],
)
def test_areas_that_are_not_told_are_neither_listed_nor_named(sentence: str, shown: str) -> None:
    company = {"id": 1, "name": "Совет «Посёлок»"} if "Совет «Посёлок»" in sentence else None
    told = {
        "organisation": company,
        "area": AREAS[1],
        "areas": AREAS,
        "sentence": sentence,
        "sentences": [sentence],
    }
    public = shown_explanation(told, exact=False, told={3, 4})
    assert [one["name"] for one in public["areas"]] == ["Центр"]
    assert (public["area"], public["sentence"], public["sentences"]) == (
        {**AREAS[2], "border_m": None},
        shown,
        [shown],
    )
    nothing = shown_explanation(told, exact=False)
    assert (nothing["area"], nothing["areas"]) == (None, [])


def test_the_area_named_is_administrative_in_explanations_of_old_too() -> None:
    told = {"area": AREAS[0], "areas": AREAS}
    assert shown_explanation(told, exact=True)["area"] == AREAS[1]
    assert shown_explanation(told, exact=True)["areas"] == AREAS
    only = {"area": AREAS[0], "areas": AREAS[:1]}
    assert shown_explanation(only, exact=True)["area"] is None


def test_an_explanation_without_a_zone_stays() -> None:
    assert shown_explanation({"sentence": "Nobody."}, exact=False)["sentence"] == "Nobody."
