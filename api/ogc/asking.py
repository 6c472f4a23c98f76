"""What a request for features asks: page, box, time, coordinate system, properties; not what it finds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.ogc.crs import Crs, box_in, crs_named
from appeals.errors import InvalidFilter
from geo.errors import OutOfWorld
from geo.types import BBox

MOST_FEATURES, ORDINARY = 1000, 100
PARAMETERS = frozenset({"f", "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime"})
OPEN_END = frozenset({"", ".."})
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page. since inclusive, until exclusive. properties: what the queryables were given."""

    limit: int = ORDINARY
    cursor: str = ""
    bbox: BBox | None = None
    since: datetime | None = None
    until: datetime | None = None
    crs: Crs = Crs.CRS84
    properties: Mapping[str, list[str]] = field(default_factory=dict)


def asked(params: QueryDict, queryables: Collection[str]) -> Asked:
    """The request in a query string. An unknown parameter is an error: a misspelled filter would show everything.

    Source: OGC 17-069r4, 7.15. Raises InvalidFilter.
    """
    refuse_unknown(params, PARAMETERS | set(queryables))
    since, until = _interval(params.get("datetime", ""))
    return Asked(
        limit=_limit(params.get("limit", "")),
        cursor=params.get("cursor", ""),
        bbox=_box(params),
        since=since,
        until=until,
        crs=asked_crs(params),
        properties={name: params.getlist(name) for name in queryables if name in params},
    )


def asked_crs(params: QueryDict) -> Crs:
    """The system in which coordinates are wanted. Raises InvalidFilter."""
    return crs_named("crs", params.get("crs", "")) if "crs" in params else Crs.CRS84


def refuse_unknown(params: QueryDict, known: Collection[str]) -> None:
    """Raises InvalidFilter."""
    for name in sorted(set(params) - set(known)):
        raise InvalidFilter(name, _("There is no such parameter here."))


def _limit(text: str) -> int:
    """More than the most is the most, as the standard has it. Raises InvalidFilter."""
    if not text:
        return ORDINARY
    if not (text.isascii() and text.isdigit() and int(text[:18]) > 0):
        raise InvalidFilter("limit", _("A number from 1 to %(most)s."), most=MOST_FEATURES)
    return min(int(text[:18]), MOST_FEATURES)


def _box(params: QueryDict) -> BBox | None:
    """The box in degrees; of six numbers heights are left out. Raises InvalidFilter."""
    crs = crs_named("bbox-crs", params.get("bbox-crs", "")) if "bbox-crs" in params else Crs.CRS84
    text = params.get("bbox", "")
    if not text:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(isfinite, numbers)):
        message = _("Four numbers in the order of axes of bbox-crs: lowest corner, highest corner.")
        raise InvalidFilter("bbox", message)
    try:
        return box_in(numbers, crs)
    except OutOfWorld:
        raise InvalidFilter(
            "bbox", _("The box lies outside the world or its corners are exchanged.")
        ) from None


def _interval(text: str) -> tuple[datetime | None, datetime | None]:
    """Moments of an instant or an interval (`a/b`, `../b`, `a/..`), both ends belong to it; a day is a local one."""
    if not text:
        return None, None
    first, slash, last = text.partition("/")
    if not slash:
        last = first
    elif first in OPEN_END and last in OPEN_END:
        raise _unreadable()
    since = None if slash and first in OPEN_END else _begin(first)
    until = None if slash and last in OPEN_END else _end(last)
    if since and until and since >= until:
        raise _unreadable()
    return since, until


def _begin(text: str) -> datetime:
    day = _day(text)
    return _moment(text) if day is None else _midnight(day)


def _end(text: str) -> datetime:
    day = _day(text)
    try:
        return _moment(text) + MOMENT if day is None else _midnight(day + timedelta(days=1))
    except OverflowError:
        raise _unreadable() from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-05-31") else None
    except ValueError:
        raise _unreadable() from None


def _midnight(day: date) -> datetime:
    return _in_utc(datetime.combine(day, time.min))


def _moment(text: str) -> datetime:
    try:
        # The plus of an offset arrives as a space when the client did not escape it.
        return _in_utc(datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text))
    except ValueError:
        raise _unreadable() from None


def _in_utc(moment: datetime) -> datetime:
    """A moment without an offset is local. Beyond the calendar there is none."""
    try:
        return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)
    except OverflowError:
        raise _unreadable() from None


def _unreadable() -> InvalidFilter:
    return InvalidFilter(
        "datetime", _("A day or a time such as 2026-05-31T14:20:00Z, or two of them as first/last.")
    )
