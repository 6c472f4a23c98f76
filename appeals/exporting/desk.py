"""A desk's list as a spreadsheet (XLSX): every cell is text, a date or a number, none can be a formula."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from appeals.labels import KINDS, STATES
from appeals.models import Appeal
from appeals.rules.privacy import mask
from appeals.types import Kind, State

MOST_ROWS = 20_000
# A cell of the format holds no more.
_LONGEST_CELL = 32_767
# Widths in characters of the sheet's font.
_WIDTHS = (14, 18, 30, 24, 14, 40, 24, 18, 14, 14, 14, 30, 12, 12, 12, 60, 60)


def desk_sheet(rows: Iterable[Appeal], *, on: date) -> bytes:
    """The file. rows: as `queries.workplace.detailed`, at most 20,000 of them.

    Texts are those that everybody may read, without personal data; the place is the exact one, to be gone to.
    """
    target = BytesIO()
    # Written row by row: a large list needs no more memory than a small one.
    book = Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False},
    )
    sheet = book.add_worksheet(_("Appeals"))
    heading = book.add_format({"bold": True, "bottom": 1})
    days = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    plain = book.add_format({"text_wrap": False})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for column, title in enumerate(_titles()):
        sheet.write_string(0, column, title, heading)
    last = 0
    for last, appeal in enumerate(rows, 1):
        for column, value in enumerate(_cells(appeal, on)):
            _write(sheet, last, column, value, days if isinstance(value, date) else plain)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(_WIDTHS) - 1)
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: object, shape: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, shape)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, shape)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL], shape)


def _titles() -> list[str]:
    return [
        *(_("Number"), _("State"), _("Topic"), _("Category"), _("Kind"), _("Address"), _("Area"), _("Sent")),
        *(_("Answer due by"), _("Days overdue"), _("Planned for"), _("Given to"), _("Supporters")),
        *(_("Longitude"), _("Latitude"), _("Text"), _("Answer")),
    ]


def _cells(appeal: Any, on: date) -> Iterator[object]:
    state = State(appeal.state)
    late = appeal.is_overdue and (on - appeal.due_on).days
    yield from (appeal.number, capfirst(str(STATES[state])), appeal.topic.name, appeal.topic.category.name)
    yield from (str(KINDS[Kind(appeal.kind)]), appeal.address, appeal.area_name, _day(appeal.submitted_at))
    yield from (appeal.due_on, late or None, appeal.planned_on)
    yield from (appeal.delegate.name if appeal.delegate else None, appeal.supports)
    yield from (round(appeal.location.x, 6), round(appeal.location.y, 6))
    yield from (appeal.public_text, mask(appeal.answer))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
