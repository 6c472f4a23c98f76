"""Reads appeals of another system from a table: rows are checked, assigned in bulk and written by COPY.

The same row of the same source is written once: it is known by its id there, or by a hash of what it says.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from appeals.importing.reasons import Refused
from appeals.importing.topics import TopicWords, topic_of
from appeals.models import Topic
from appeals.rules.texts import ADDRESS_MAX, clean
from appeals.services.assigning import topic_ref
from appeals.services.bulk import BulkAppeal, known_source_keys, write_appeals
from appeals.types import Kind, State, Visibility
from geo.addresses.geocoding import geocode
from geo.importing.checking import check_points
from geo.importing.progress import Progress
from geo.importing.reading import cell_text, records, require_fields, row_values
from geo.importing.report import Reason, Report
from territories.bulk import BulkIndex
from territories.types import Decision

# Tried in this order when no format is given, after ISO 8601.
DATE_FORMATS = (
    *("%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y.%m.%d", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
    *("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
)
# Nobody sent appeals to a service before: such a year is a slip of the pen.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
# Values without a topic that a person reads; programs get them all.
SHOWN = 10
# Below this a geocoded address is a guess.
SURE_ENOUGH = 0.5
_KEY_MAX = 120


@dataclass(frozen=True, slots=True)
class HistoryOptions:
    """Which column holds what, and what every row gets. source: code of the source. topics: values mapped by hand."""

    text_field: str
    submitted_field: str
    source: str
    time_zone: ZoneInfo
    default_topic: Topic
    words: TopicWords
    topics: dict[str, Topic]
    date_format: str = ""
    id_field: str = ""
    topic_field: str = ""
    address_field: str = ""
    state: State = State.CLOSED
    visibility: Visibility = Visibility.PRIVATE
    within: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that may be written, not yet assigned. lon, lat: WGS84 degrees."""

    topic: Topic
    text: str
    lon: float
    lat: float
    submitted_at: datetime
    address: str
    source_key: str


def import_history(
    frame: gpd.GeoDataFrame, options: HistoryOptions, report: Report, progress: Progress
) -> None:
    """Write the frame's appeals (geometry in EPSG:4326, index is the row number); counts go into the report."""
    names = (options.text_field, options.submitted_field, options.id_field, options.topic_field)
    require_fields(frame, *names, options.address_field)
    report.read = len(frame)
    sound = list(_sound(frame, options, report, progress))
    _tell_topics(options, report)
    _tell_future(sound, report)
    rows = _new(sound, report)
    if not rows:
        return
    progress.step(_("assigning"))
    decisions = _decide(rows)
    written = progress.track(zip(rows, decisions, strict=True), _("writing"), total=len(rows))
    report.created = write_appeals(_bulk_row(row, *decided, options) for row, decided in written)


def _tell_topics(options: HistoryOptions, report: Report) -> None:
    """The values that rows were refused for, with their number: what the map lacks."""
    refused = (refusal for refusal in report.refusals if refusal.reason == Refused.UNKNOWN_TOPIC)
    counts = Counter(str(refusal.row[options.topic_field]) for refusal in refused)
    report.details["unknown_topics"] = dict(counts.most_common())
    if counts:
        shown = ", ".join(f"{value} ({count})" for value, count in counts.most_common(SHOWN))
        report.warn(
            _("Values without a topic, to be named in a --topic-map: %(values)s.") % {"values": shown}
        )


def _tell_future(rows: Sequence[_Row], report: Report) -> None:
    late = sum(row.submitted_at > timezone.now() for row in rows)
    if late:
        report.warn(_("Rows dated in the future: %(count)d. Is day or year misread?") % {"count": late})


def _sound(
    frame: gpd.GeoDataFrame, options: HistoryOptions, report: Report, progress: Progress
) -> Iterator[_Row]:
    """Rows that may be written; the others are refused with their number and reason."""
    points = _points(frame)
    lons, lats = shapely.get_x(points), shapely.get_y(points)
    reasons = check_points(lons, lats, options.within)
    rows = records(frame.drop(columns="geometry"))
    columns = zip(frame.index, rows, lons.tolist(), lats.tolist(), reasons, strict=True)
    for number, record, lon, lat, reason in progress.track(columns, _("reading rows"), total=len(frame)):
        try:
            place = _place(record, options, lon, lat, reason)
            yield _row(record, options, *place)
        except _RefusedRow as refused:
            report.refuse(int(number), refused.reason, refused.message, row_values(record))


class _RefusedRow(Exception):
    """A row cannot be used; carried to where rows are counted."""

    def __init__(self, reason: str, message: str = "") -> None:
        self.reason, self.message = reason, message
        super().__init__(reason, message)


def _points(frame: gpd.GeoDataFrame) -> Any:
    """A point per row: of a line or polygon one that lies on it."""
    shapes = frame.geometry.to_numpy()
    is_point = shapely.get_type_id(shapes) == 0
    return np.where(is_point | shapely.is_missing(shapes), shapes, shapely.point_on_surface(shapes))


def _place(
    record: dict[str, Any], options: HistoryOptions, lon: float, lat: float, reason: Reason | None
) -> tuple[float, float]:
    """The row's own point, or where its address stands when it has none."""
    address = _address(record, options)
    if reason == Reason.NO_COORDINATES and address:
        return _geocoded(address, options)
    if reason is not None:
        raise _RefusedRow(reason)
    return lon, lat


def _geocoded(address: str, options: HistoryOptions) -> tuple[float, float]:
    match = geocode(address)
    if match is None or match.level == "settlement" or match.confidence < SURE_ENOUGH:
        message = _("The address “%(address)s” was not found.") % {"address": address}
        raise _RefusedRow(Refused.UNKNOWN_ADDRESS, message)
    lon, lat = match.location.lon, match.location.lat
    reason = check_points(np.array([lon]), np.array([lat]), options.within)[0]
    if reason is not None:
        raise _RefusedRow(reason)
    return lon, lat


def _row(record: dict[str, Any], options: HistoryOptions, lon: float, lat: float) -> _Row:
    text = clean(cell_text(record[options.text_field]))
    if not text:
        raise _RefusedRow(Refused.NO_TEXT)
    topic = _topic(record, options)
    submitted_at = _submitted_at(record[options.submitted_field], options)
    key = _source_key(record, options, text, submitted_at, lon, lat)
    return _Row(topic, text, lon, lat, submitted_at, _address(record, options), key)


def _address(record: dict[str, Any], options: HistoryOptions) -> str:
    if not options.address_field:
        return ""
    return clean(cell_text(record[options.address_field])).replace("\n", " ")[:ADDRESS_MAX]


def _topic(record: dict[str, Any], options: HistoryOptions) -> Topic:
    if not options.topic_field:
        return options.default_topic
    value = cell_text(record[options.topic_field])
    if not value:
        return options.default_topic
    topic = topic_of(value, options.topics, options.words)
    if topic is None:
        message = _("The topic “%(value)s” is not in the map.") % {"value": value}
        raise _RefusedRow(Refused.UNKNOWN_TOPIC, message)
    return topic


def _submitted_at(value: Any, options: HistoryOptions) -> datetime:
    """The instant in UTC; a time without a zone is of the given one."""
    known = isinstance(value, pd.Timestamp) and not pd.isna(value)
    try:
        moment = value.to_pydatetime() if known else _parsed(cell_text(value), options)
        instant = _instant(moment, options.time_zone) if moment is not None else None
    except OverflowError as problem:
        raise _RefusedRow(Refused.BAD_DATE) from problem
    if instant is None or instant < EARLIEST:
        raise _RefusedRow(Refused.BAD_DATE, _no_date(cell_text(value), options))
    return instant


def _no_date(text: str, options: HistoryOptions) -> str:
    if not text:
        return _("There is no date.")
    if options.date_format:
        return _("“%(value)s” does not fit --date-format.") % {"value": text}
    return _("“%(value)s” is not a date that is understood: name its form with --date-format.") % {
        "value": text
    }


def _parsed(text: str, options: HistoryOptions) -> datetime | None:
    formats = (options.date_format,) if options.date_format else DATE_FORMATS
    if not options.date_format:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    for form in formats:
        try:
            return _by_form(text, form, options.time_zone)
        except ValueError:
            continue
    return None


def _instant(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _by_form(text: str, form: str, zone: ZoneInfo) -> datetime:
    """Raises ValueError."""
    # A form with a zone is not of ours: somebody gave it.
    if "%z" in form:
        return datetime.strptime(text, form).astimezone(zone)
    return datetime.strptime(text, form).replace(tzinfo=zone)


def _source_key(
    record: dict[str, Any], options: HistoryOptions, text: str, at: datetime, lon: float, lat: float
) -> str:
    """What the row is known by: its id in the source, or a hash of what it says, where and when."""
    own = cell_text(record[options.id_field]) if options.id_field else ""
    key = f"{options.source}:{own}"
    if own and len(key) <= _KEY_MAX:
        return key
    said = own or f"{text}\0{at.isoformat()}\0{lon:.6f}\0{lat:.6f}"
    return f"{options.source[:50]}:#{sha256(said.encode()).hexdigest()}"


def _new(rows: list[_Row], report: Report) -> list[_Row]:
    """Rows that are not written yet, each once."""
    first = {row.source_key: row for row in reversed(rows)}
    report.merged = len(rows) - len(first)
    known = known_source_keys(first)
    if known:
        report.note(_("Known already and left as they are: %(count)d.") % {"count": len(known)})
    return [row for row in rows if row.source_key not in known and first[row.source_key] is row]


def _decide(rows: Sequence[_Row]) -> Iterator[tuple[Decision, float | None]]:
    """The executor of each row on its own local day, from memory, and the row's own distance to a border."""
    days: list[date] = [timezone.localdate(row.submitted_at) for row in rows]
    answers = BulkIndex(on=max(days)).answers(
        np.array([row.lon for row in rows]),
        np.array([row.lat for row in rows]),
        [topic_ref(row.topic) for row in rows],
        on=days,
    )
    for which, border_m in zip(answers.which.tolist(), answers.border_m.tolist(), strict=True):
        yield answers.kinds[which], None if np.isnan(border_m) else border_m


def _bulk_row(row: _Row, decision: Decision, border_m: float | None, options: HistoryOptions) -> BulkAppeal:
    kind = Kind.PROBLEM if Kind.PROBLEM in row.topic.kinds else Kind(row.topic.kinds[0])
    return BulkAppeal(
        topic=row.topic,
        kind=kind,
        text=row.text,
        lon=row.lon,
        lat=row.lat,
        submitted_at=row.submitted_at,
        decision=decision,
        border_m=border_m,
        state=options.state,
        visibility=options.visibility,
        address=row.address,
        source_key=row.source_key,
    )
