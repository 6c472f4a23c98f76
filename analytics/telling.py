"""What a cell of the heat map tells, the same in the API's answers and in files; not how either is written."""

from typing import Any

from analytics.asking import Question
from analytics.measures import Measure
from analytics.queries.heatmap import CellFigures
from analytics.types import Facts, MeasureCode, Tally


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
    before = cell.facts.before
    return figures if before is None else {**figures, "before": _before(asked.measure, cell.facts, before)}


def _before(measure: Measure, facts: Facts, before: Tally) -> float | None:
    """None where the tally of the period before does not tell it."""
    if measure.code == MeasureCode.TREND:
        return before.appeals
    return measure.of_facts(Facts(before, facts.km2, facts.residents, facts.residents_known)).value
