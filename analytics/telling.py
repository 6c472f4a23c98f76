"""What a cell of the heat map tells, the same in the API's answers and in files; not how either is written."""

from typing import Any

from analytics.asking import Question
from analytics.measures import Measure
from analytics.queries.heatmap import CellFigures
from analytics.types import Facts, MeasureCode


def figures_of(cell: CellFigures, asked: Question) -> dict[str, Any]:
    """Value and what is told whatever was asked. before: the measure of the period compared with, of a trend its
    number of appeals; not there where nothing is compared."""
    measured = asked.measure.of_facts(cell.facts)
    figures = {
        "value": measured.value,
        "n": measured.n,
        "why": measured.why and measured.why.value,
        "count": cell.count,
        "open": cell.open,
        "supports": cell.supports,
        "per_km2": round(cell.per_km2, 3),
    }
    if cell.facts.before is None:
        return figures
    return {**figures, "before": _before(asked.measure, cell.facts)}


def _before(measure: Measure, facts: Facts) -> float | None:
    """None where the tally of the period before does not tell it."""
    if facts.before is None:
        return None
    if measure.code == MeasureCode.TREND:
        return facts.before.appeals
    return measure.of_facts(Facts(facts.before, facts.km2, facts.residents)).value
