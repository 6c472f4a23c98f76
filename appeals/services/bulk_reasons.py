"""Explanations of very many decisions as JSON text: equal ones are told once; nothing is decided here."""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from territories.explaining import explain, known_versions, sentence, sentences
from territories.types import Decision


class Reasons:
    """Tells decisions in the form of `assigning.explanation_of`, at a few microseconds each.

    Distances to a border differ from row to row: they are told in full only where a decision is ambiguous.
    """

    def __init__(self, *, explained: bool) -> None:
        self._explained = explained
        self._versions = known_versions() if explained else {}
        self._told: dict[Any, str] = {}

    def as_json(self, decision: Decision) -> str:
        if not self._explained:
            return "{}"
        if decision.ambiguous:
            return json.dumps(self._explanation(decision), ensure_ascii=False)
        key = _key(decision)
        if key not in self._told:
            told = self._explanation(replace(decision, border_m=None))
            for area in (told["area"], *told["areas"]):
                if area:
                    area["border_m"] = None
            self._told[key] = json.dumps(told, ensure_ascii=False)
        return self._told[key]

    def _explanation(self, decision: Decision) -> dict[str, Any]:
        with override(settings.LANGUAGE_CODE):
            told = explain(decision, versions=self._versions)
        told["translations"] = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                told["translations"][code] = {
                    "sentence": sentence(decision),
                    "sentences": sentences(decision),
                }
        return told


def _key(decision: Decision) -> tuple[Any, ...]:
    """Everything that the explanation of an unambiguous decision is made of, but distances."""
    chosen, runner_up = decision.chosen, decision.runner_up
    return (
        decision.rule,
        decision.manual_reason,
        tuple(hit.area_id for hit in decision.areas),
        decision.version_id,
        (chosen.organisation_id, chosen.label, chosen.zone_id, chosen.house_id, chosen.specificity > 0)
        if chosen
        else None,
        (runner_up.organisation_id, runner_up.label) if runner_up else None,
        tuple(candidate.organisation_id for candidate in decision.tied),
    )
