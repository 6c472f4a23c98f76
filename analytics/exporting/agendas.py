"""A draft for the council's agenda as a document to print; the same in HTML and PDF."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from analytics.exporting.printing import as_pdf
from analytics.queries.agendas import Draft


def agenda_pdf(draft: Draft) -> bytes:
    """A4 pages."""
    values: dict[str, Any] = {
        "language": get_language() or "ru",
        "agenda": draft.agenda,
        "questions": draft.questions,
    }
    return as_pdf(render_to_string("analytics/agenda.html", values))
