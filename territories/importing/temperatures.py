"""Daily means of the air from a table; not the season that follows from them (analytics)."""

from collections.abc import Iterator
from datetime import date

from geopandas import GeoDataFrame

from geo.importing.reading import cell_text, records, require_fields, row_values
from geo.importing.report import Report
from territories.errors import AmbiguousArea, UnknownArea
from territories.importing.days import day_of
from territories.importing.places import AreaBook
from territories.importing.reasons import Refused, RefusedRow, told
from territories.models import DailyTemperature
from territories.services.containers import store_temperatures

DAY = ("date", "day", "on", "дата", "день", "сутки")
MEAN = ("mean_c", "tavg", "temperature", "t", "температура", "средняя температура", "средняя температура, °c")
AREA = ("area", "area_code", "municipality", "территория", "муниципалитет", "октмо")
COLDEST_C, WARMEST_C = -90.0, 60.0


def import_temperatures(frame: GeoDataFrame, *, area: str, report: Report) -> None:
    """Store the means of the days; a day that is known is replaced. Raises MissingField, UnknownArea, AmbiguousArea.

    area: of rows that name none; empty: the row holds wherever no area has a series of its own.
    """
    day, mean = _column(frame, DAY, "date"), _column(frame, MEAN, "mean_c")
    named = _column(frame, AREA)
    report.read = len(frame)
    book = AreaBook()
    everywhere = book.find(area) if area else None
    rows = dict(_rows(frame, (day, mean, named), book, everywhere, report))
    known = set(DailyTemperature.objects.values_list("area_id", "on"))
    store_temperatures(rows=[(area_id, on, degrees) for (area_id, on), degrees in rows.items()])
    report.updated = len(known & rows.keys())
    report.created = len(rows) - report.updated


def _column(frame: GeoDataFrame, words: tuple[str, ...], required: str = "") -> str:
    by_lower = {str(column).strip().lower(): str(column) for column in frame.columns}
    found = next((by_lower[word] for word in words if word in by_lower), "")
    if required and not found:
        require_fields(frame, required)
    return found


Key = tuple[int | None, date]


def _rows(
    frame: GeoDataFrame,
    columns: tuple[str, str, str],
    book: AreaBook,
    everywhere: int | None,
    report: Report,
) -> Iterator[tuple[Key, float]]:
    seen: set[Key] = set()
    for number, record in zip(frame.index, records(frame), strict=True):
        day, mean, area = (cell_text(record.get(column)) if column else "" for column in columns)
        try:
            key = (_area(area, book) if area else everywhere, _day(day))
            _check_once(key, seen)
            degrees = _degrees(mean)
        except RefusedRow as refused:
            report.refuse(number, refused.reason, refused.why, row_values(record))
            continue
        seen.add(key)
        yield key, degrees


def _check_once(key: Key, seen: set[Key]) -> None:
    if key in seen:
        raise RefusedRow(Refused.DUPLICATE_DAY)


def _area(text: str, book: AreaBook) -> int:
    try:
        return book.find(text)
    except (UnknownArea, AmbiguousArea) as problem:
        raise RefusedRow(Refused.UNKNOWN_AREA, str(problem)) from problem


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise RefusedRow(Refused.BAD_DATE, told(Refused.BAD_DATE, text))
    return day


def _degrees(text: str) -> float:
    try:
        degrees = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        degrees = float("nan")
    if not COLDEST_C <= degrees <= WARMEST_C:
        raise RefusedRow(Refused.BAD_TEMPERATURE, told(Refused.BAD_TEMPERATURE, text))
    return degrees
