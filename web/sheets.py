"""Tables of the desks as files for spreadsheets; what stands in them is the views'."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from appeals.exporting.tables import as_csv, as_xlsx

_SHAPES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def sheet(lines: Iterator[list[Any]], head: list[str], *, shape: str, name: str) -> HttpResponse:
    """A download of `shape` "csv" or "xlsx". lines: texts made harmless, numbers."""
    write, content_type = _SHAPES[shape]
    filename = f"metka-{name}-{timezone.localdate().isoformat()}.{shape}"
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(write(lines, head), content_type, headers=headers)
