"""How measures, legends and tallies are written in answers; not what they are (`analytics.measures`)."""

from math import floor
from typing import Any

from analytics.measures import MEASURES, Measure
from analytics.queries.legends import Legend
from analytics.types import TALLIED, Facts, Measured, Tally
from appeals.types import Selection


def head_of(measure: Measure) -> dict[str, Any]:
    """What a value of the measure is, in the reader's language."""
    return {
        "code": measure.code.value,
        "name": str(measure.name),
        "unit": str(measure.unit),
        "aggregation": measure.aggregation.value,
        "scale": measure.scale.value,
        "more_is_worse": measure.worse,
        "least": measure.least,
        "decimals": measure.decimals,
    }


def period_of(selection: Selection | None) -> dict[str, Any] | None:
    """Since and until as ISO 8601; None without a selection."""
    if selection is None:
        return None
    since, until = selection.since, selection.until
    return {"since": since and since.isoformat(), "until": until and until.isoformat()}


def legend_of(legend: Legend, method: str) -> dict[str, Any]:
    """Lower bounds of the classes, ascending; the last one reaches to the greatest value."""
    return {
        "method": method,
        "bounds": legend.bounds,
        "values": legend.values,
        "least": legend.least,
        "greatest": legend.greatest,
        "sampled": legend.sampled,
    }


def value_of(measured: Measured) -> dict[str, Any]:
    """The value, of how many appeals, why there is none, on what share of the ground residents are known if not all."""
    why = {} if measured.why is None else {"why": measured.why.value}
    # Down: nearly half must not look like half.
    known = floor(measured.residents_known * 100) / 100
    share = {"residents_known": known} if known < 1 else {}
    return {"value": measured.value, "n": measured.n, **why, **share}


def tally_of(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in TALLIED}


def all_measures(facts: Facts) -> list[dict[str, Any]]:
    """Every measure of the catalogue, those without a value with the reason."""
    return [head_of(measure) | value_of(measure.of_facts(facts)) for measure in MEASURES.values()]
