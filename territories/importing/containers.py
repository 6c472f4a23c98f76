"""Container sites from a table: rows by code; not the reading of files (geo) nor the storing (services)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _
from geopandas import GeoDataFrame

from geo.importing.reading import cell_text, records, require_fields, row_values
from geo.importing.report import Report
from geo.models import Source
from geo.types import LonLat
from territories.importing.companies import CompanyBook
from territories.importing.days import day_of
from territories.importing.grounds import ANYWHERE, Ground, refusal
from territories.importing.reasons import Refused, RefusedRow, told
from territories.importing.weekdays import weekdays_of
from territories.models import ContainerSite
from territories.services.containers import store_sites
from territories.types import WasteKind

CODE_MAX = 80
TEXT_MAX = 250
COLUMNS = {
    "code": ("code", "id", "номер", "код", "номер площадки", "код площадки", "реестровый номер"),
    "name": ("name", "title", "название", "наименование", "площадка"),
    "address": ("address", "адрес"),
    "operator": (
        "operator",
        "organisation",
        "company",
        "организация",
        "перевозчик",
        "оператор",
        "инн",
        "inn",
    ),
    "containers": ("containers", "count", "контейнеры", "контейнеров", "количество контейнеров"),
    "volume_m3": (
        "volume_m3",
        "volume",
        "объем",
        "объем, м3",
        "объем, м³",
        "объём",
        "объём, м3",
        "объём, м³",
    ),
    "kinds": ("kinds", "waste", "отходы", "вид отходов", "виды отходов"),
    "interval_days": ("interval_days", "interval", "интервал", "интервал, дней", "периодичность, дней"),
    "route_days": ("route_days", "weekdays", "график", "график вывоза", "дни вывоза"),
    "valid_from": ("valid_from", "since", "с", "действует с"),
    "valid_to": ("valid_to", "until", "до", "действует до"),
}
WASTE_WORDS = {
    "mixed": WasteKind.MIXED,
    "тко": WasteKind.MIXED,
    "смешанные": WasteKind.MIXED,
    "bulky": WasteKind.BULKY,
    "кго": WasteKind.BULKY,
    "крупногабаритные": WasteKind.BULKY,
    "separate": WasteKind.SEPARATE,
    "рсо": WasteKind.SEPARATE,
    "раздельные": WasteKind.SEPARATE,
    "раздельный сбор": WasteKind.SEPARATE,
}
# Of whole numbers, the most that anybody means.
MOST = {"containers": 200, "interval_days": 31}


def import_sites(
    frame: GeoDataFrame,
    *,
    operator: str,
    source: Source,
    report: Report,
    ground: Ground = ANYWHERE,
) -> None:
    """Make the sites of the table (EPSG:4326) what it says, by their codes; what it lacks stays as it is.

    operator: of rows that name none, as the register calls it or by its ИНН. Raises MissingField without codes.
    """
    columns = _columns(frame)
    report.read = len(frame)
    rows = dict(_rows(frame, columns, operator, ground, report))
    done = store_sites(rows=rows, source=source)
    report.created, report.updated = done.created, done.updated
    if unnamed := ContainerSite.objects.filter(source=source).exclude(code__in=rows).count():
        report.note(
            _("Sites of this source that the file does not hold stay as they are: %(count)s.")
            % {"count": unnamed}
        )


def _columns(frame: GeoDataFrame) -> dict[str, str]:
    by_lower = {str(column).strip().lower(): str(column) for column in frame.columns}
    found = {
        noun: by_lower[word]
        for noun, words in COLUMNS.items()
        for word in reversed(words)
        if word in by_lower
    }
    if "code" not in found:
        require_fields(frame, "code")
    return found


def _rows(
    frame: GeoDataFrame,
    columns: Mapping[str, str],
    operator: str,
    ground: Ground,
    report: Report,
) -> Iterator[tuple[str, dict[str, Any]]]:
    book = CompanyBook()
    stored = {
        code: days for code, *days in ContainerSite.objects.values_list("code", "valid_from", "valid_to")
    }
    seen: set[str] = set()
    for number, record in zip(frame.index, records(frame), strict=True):
        cells = {noun: cell_text(record.get(column)) for noun, column in columns.items()}
        try:
            code = _code(cells["code"], seen)
            values = _values(cells, book, operator, is_new=code not in stored)
            _check_days(values, stored.get(code, (None, None)))
            values["location"] = _place(record.get("geometry"), ground)
        except RefusedRow as refused:
            report.refuse(number, refused.reason, refused.why, row_values(record))
            continue
        seen.add(code)
        yield code, values


def _code(text: str, seen: set[str]) -> str:
    if not text:
        raise RefusedRow(Refused.NO_CODE)
    if len(text) > CODE_MAX:
        raise RefusedRow(Refused.LONG_CODE)
    if text in seen:
        raise RefusedRow(Refused.DUPLICATE_CODE, told(Refused.DUPLICATE_CODE, text))
    return text


def _place(geometry: Any, ground: Ground) -> LonLat:
    """The point; of a polygon a point inside it."""
    reason = refusal(geometry, ground)
    if reason is not None:
        raise RefusedRow(reason)
    point = shapely.point_on_surface(shapely.force_2d(geometry))
    return LonLat(point.x, point.y)


def _values(cells: Mapping[str, str], book: CompanyBook, operator: str, *, is_new: bool) -> dict[str, Any]:
    """What the row says, by the names of the site's fields. Raises RefusedRow."""
    values: dict[str, Any] = {name: cells[name][:TEXT_MAX] for name in ("name", "address") if name in cells}
    who = cells.get("operator", "") or operator
    if who:
        values["operator_id"] = book.find(who)
        if values["operator_id"] is None:
            raise RefusedRow(Refused.UNKNOWN_ORGANISATION, told(Refused.UNKNOWN_ORGANISATION, who))
    elif is_new:
        raise RefusedRow(Refused.NO_ORGANISATION)
    values |= {name: _whole(cells[name], most) for name, most in MOST.items() if name in cells}
    if "volume_m3" in cells:
        values["volume_m3"] = _volume(cells["volume_m3"])
    if "kinds" in cells:
        values["kinds"] = _kinds(cells["kinds"])
    if "route_days" in cells:
        values["route_days"] = _route(cells["route_days"])
    values |= {name: _day(cells[name]) for name in ("valid_from", "valid_to") if name in cells}
    return values


def _check_days(values: Mapping[str, Any], stored: Sequence[date | None]) -> None:
    """A day that the file does not tell is the stored one."""
    since, until = values.get("valid_from", stored[0]), values.get("valid_to", stored[1])
    if since and until and until < since:
        raise RefusedRow(Refused.ENDS_EARLY)


def _whole(text: str, most: int) -> int | None:
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) <= most):
        raise RefusedRow(Refused.BAD_NUMBER, told(Refused.BAD_NUMBER, text))
    return int(text) if text else None


def _volume(text: str) -> float | None:
    try:
        volume = float(text.replace(",", ".")) if text else None
    except ValueError:
        volume = 0.0
    if volume is not None and not 0 < volume < 1000:
        raise RefusedRow(Refused.BAD_NUMBER, told(Refused.BAD_NUMBER, text))
    return volume


def _kinds(text: str) -> list[str]:
    words = [word.strip().lower() for word in text.replace(",", ";").split(";")]
    unknown = [word for word in words if word and word not in WASTE_WORDS]
    if unknown:
        raise RefusedRow(Refused.BAD_WASTE, told(Refused.BAD_WASTE, unknown[0]))
    return sorted({WASTE_WORDS[word].value for word in words if word})


def _route(text: str) -> list[int]:
    days = weekdays_of(text)
    if days is None:
        raise RefusedRow(Refused.BAD_WEEKDAYS, told(Refused.BAD_WEEKDAYS, text))
    return list(days)


def _day(text: str) -> date | None:
    day = day_of(text) if text else None
    if text and day is None:
        raise RefusedRow(Refused.BAD_DATE, told(Refused.BAD_DATE, text))
    return day
