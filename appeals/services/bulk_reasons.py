"""Explanations of very many decisions as JSON text: equal ones are told once; nothing is decided here."""

import json
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from territories.explaining import explain, known_versions, sentence, sentences, told_area
from territories.types import Decision


class Reasons:
    """Tells decisions in the form of `assigning.explanation_of`, at a few microseconds each.

    Distances to a border differ from row to row: they are told in full only where a decision is ambiguous.
    """

    def __init__(self, *, explained: bool) -> None:
        self._explained = explained
        self._versions = known_versions() if explained else {}
        self._told: dict[Hashable, dict[str, Any]] = {}

    def as_json(self, decision: Decision) -> str:
        if not self._explained:
            return "{}"
        told = self._explanation(decision) if decision.ambiguous else self._undoubted(decision)
        return json.dumps(told, ensure_ascii=False)

    def _undoubted(self, decision: Decision) -> dict[str, Any]:
        """Words are found once for all pins about which they are the same; house and areas are each pin's own."""
        key = _key(decision)
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self._explanation(replace(decision, border_m=None))
            if told["runner_up"]:
                told["runner_up"]["border_m"] = None
        areas = [{**told_area(hit), "border_m": None} for hit in decision.areas]
        beside = decision.neighbours[0] if decision.neighbours else None
        return {
            **told,
            "area": {**told_area(decision.area), "border_m": None} if decision.area else None,
            "areas": areas,
            "house_id": decision.chosen.house_id if decision.chosen else None,
            "neighbour": {**told_area(beside), "border_m": None} if beside else None,
        }

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


def _key(decision: Decision) -> Hashable:
    """Everything that the explanation of an unambiguous decision is made of, but house, areas and distances."""
    chosen, runner_up = decision.chosen, decision.runner_up
    by_house = chosen is not None and chosen.house_id is not None
    return (
        decision.rule,
        decision.manual_reason,
        decision.version_id,
        # An address is told by nobody: the contract is the same sentence for every house.
        (chosen.organisation_id, "" if chosen.zone_id is None and by_house else chosen.label, chosen.zone_id)
        if chosen
        else None,
        (by_house, chosen is not None and chosen.specificity > 0),
        (runner_up.organisation_id, runner_up.rule, runner_up.label) if runner_up else None,
        tuple(candidate.organisation_id for candidate in decision.tied),
    )
