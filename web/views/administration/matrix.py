"""The matrix of duties: who answers for which topic in which area, with its holes, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.models import Category, Topic
from appeals.queries.duty_table import DutyTable
from geo.spreadsheets import harmless
from territories.matrix.cells import CellState
from web.duty_filters import Asked, asked
from web.duty_words import STATES, words_of
from web.sheets import sheet
from web.views.administration.frame import shown


@require_safe
@never_cache
def duty_matrix(request: HttpRequest) -> HttpResponse:
    """The table; of one topic or of one area it is a list, which a phone can hold."""
    today = timezone.localdate()
    wanted = asked(request.GET, on=today)
    table = wanted.table(on=today)
    context = {
        "wanted": wanted,
        "groups": _groups(table),
        "columns": table.areas,
        "is_list": bool(wanted.topic or wanted.area),
        "by_area": table.by_area(),
        "holes": table.count(CellState.HOLE),
        "partly": table.count(CellState.PARTLY),
        "by_hand": table.count(CellState.MANUAL),
        "categories": Category.objects.prefetch_related("topics"),
        "shows": _shows(),
        "pages": [(page, wanted.query(page=page)) for page in range(1, wanted.pages + 1)],
        "query": wanted.query(),
    }
    return shown(request, "matrix", context)


def _shows() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        ("open", _("Everything that is open")),
        ("hole", _("Holes only")),
        ("manual", _("By hand only")),
    ]


def _groups(table: DutyTable) -> list[tuple[Category, list[tuple[Topic, list[Any]]]]]:
    return [
        (
            group.category,
            [
                (
                    line.topic,
                    [
                        (area, words_of(cell, line.topic, area))
                        for area, cell in zip(table.areas, line.cells, strict=True)
                    ],
                )
                for line in group.lines
            ],
        )
        for group in table.groups
    ]


@require_safe
def duty_export(request: HttpRequest, shape: str) -> HttpResponse:
    """All areas of the level that the filter names, one row per topic and area."""
    today = timezone.localdate()
    wanted = asked(request.GET, on=today)
    columns = wanted.columns() if wanted.area else wanted.areas
    head = [_("Category"), _("Topic"), _("Area"), _("State"), _("Who answers"), _("Nobody in, %")]
    return sheet(_lines(wanted, wanted.table(on=today, columns=columns)), head, shape=shape, name="duties")


def _lines(wanted: Asked, table: DutyTable) -> Iterator[list[Any]]:
    for topic, area, cell in table.each():
        words = words_of(cell, topic, area)
        who = "; ".join(f"{line.who} ({line.how})" for line in words.lines)
        hole = round(cell.hole * 100, 1)
        cells = [topic.category.name, topic.name, area.name, str(STATES[cell.state]), who]
        yield [*(harmless(text) for text in cells), hole]
