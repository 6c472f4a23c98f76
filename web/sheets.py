"""Tables of the desks as files for spreadsheets; what stands in them is the views'."""

from collections.abc import Iterator
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone

from appeals.exporting.tables import as_csv, as_xlsx

_WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def refused(form: Form) -> HttpResponse | None:
    """The answer to a filter that cannot be read; None where it can.

    A page tells so above its usual figures; a file of these would be taken for the one that was asked for.
    """
    if form.is_valid():
        return None
    told = [
        f"{form[name].label}: {problem}" if name in form.fields else str(problem)
        for name, problems in form.errors.items()
        for problem in problems
    ]
    return HttpResponse("\n".join(told), "text/plain; charset=utf-8", status=400)


def sheet(
    lines: Iterator[list[Any]], head: list[str] | None = None, *, shape: str, name: str = ""
) -> HttpResponse:
    """A download of `shape` "csv" or "xlsx". lines: texts made harmless, numbers. head: None: the public table's."""
    return download(_WRITERS[shape](lines, head), shape=shape, name=name)


def download(body: bytes, *, shape: str, name: str) -> HttpResponse:
    """A file of `shape` "csv" or "xlsx" that is written already, under a name of its day."""
    parts = ("metka", name, timezone.localdate().isoformat())
    filename = f"{'-'.join(part for part in parts if part)}.{shape}"
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, _TYPES[shape], headers=headers)
