"""What of an explanation the public reads: of a coarsened place neither distances nor the zone's name."""

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


def test_an_explanation_without_a_zone_stays() -> None:
    assert shown_explanation({"sentence": "Nobody."}, exact=False)["sentence"] == "Nobody."
