"""The list of appeals, page by page, in order of date, popularity or distance; not the map's tiles."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians
from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.models import Appeal
from appeals.queries.counting import number_matched
from appeals.queries.features import Page, features_of
from appeals.queries.grouped import GROUPINGS, place_of, rows_by_group
from appeals.queries.stretches import marks, read_page, read_within
from appeals.selecting import matching
from appeals.types import Ordering, Selection
from geo import sql
from geo.types import BBox, LonLat

MOST_FEATURES = 1000
FIRST_RADIUS_M = 500.0
GROWTH = 4
HALF_MERIDIAN_M = 20_010_000.0
DEGREE_M = 111_000.0


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last feature of the page before: its value in the ordering (text or number) and its number.

    Pages go on after this value, so that rows which come or go between two requests shift nothing.
    """

    value: str | float
    number: str

    def encode(self) -> str:
        return urlsafe_b64encode(orjson.dumps([self.value, self.number])).decode().rstrip("=")


def list_page(
    viewer: Viewer,
    selection: Selection,
    ordering: Ordering = Ordering.DATE,
    origin: LonLat | None = None,
    cursor: str = "",
    limit: int = 100,
) -> Page:
    """One page of what the viewer may see of a selection, at most 1,000 features.

    Date and popularity: newest and most supported first. Distance: nearest to `origin` first in metres on the
    ellipsoid, each feature with `distance_m`. Number: ascending. Category, topic, executor: as `Ordering` says.
    Raises InvalidFilter (cursor, limit, ordering).
    """
    page = uncounted_page(viewer, selection, ordering, origin, cursor, limit)
    return replace(page, number_matched=number_matched(viewer, selection))


def uncounted_page(
    viewer: Viewer,
    selection: Selection,
    ordering: Ordering = Ordering.DATE,
    origin: LonLat | None = None,
    cursor: str = "",
    limit: int = 100,
) -> Page:
    """`list_page` for a caller who leafs through many pages and needs no `number_matched`."""
    if not 1 <= limit <= MOST_FEATURES:
        raise InvalidFilter("limit", _("A number from 1 to %(most)s."), most=MOST_FEATURES)
    after = _decode(cursor, ordering) if cursor else None
    match ordering:
        case Ordering.DISTANCE:
            if origin is None:
                raise InvalidFilter("ordering", _("An order by distance needs lon and lat."))
            return _by_distance(viewer, selection, origin, after, limit)
        case Ordering.NUMBER:
            return _by_number(viewer, selection, after, limit)
        case Ordering.CATEGORY | Ordering.TOPIC | Ordering.EXECUTOR:
            return _by_group(viewer, selection, ordering, after, limit)
        case _:
            return _by_column(viewer, selection, ordering, after, limit)


_COLUMNS = {Ordering.DATE: "submitted_at", Ordering.POPULARITY: "supports"}


def _by_column(
    viewer: Viewer, selection: Selection, ordering: Ordering, after: Cursor | None, limit: int
) -> Page:
    column = _COLUMNS[ordering]
    found = marks(viewer, selection)
    if after:
        last = _moment(after.value) if ordering == Ordering.DATE else after.value
        older = Q(**{f"{column}__lt": last}) | Q(**{column: last, "pk__lt": _pk_of(after)})
        found = found.filter(older, **{f"{column}__lte": last})
    read = read_page(found, selection)
    rows = sql.records("appeals", f"page_by_{ordering}", {"limit": limit + 1}, {"marks": read})
    return _page(rows, limit, column)


def _by_number(viewer: Viewer, selection: Selection, after: Cursor | None, limit: int) -> Page:
    found = read_page(marks(viewer, selection), selection)
    params = {"after": after.number if after else "", "limit": limit + 1}
    return _page(sql.records("appeals", "page_by_number", params, {"marks": found}), limit, "number")


def _by_group(
    viewer: Viewer, selection: Selection, ordering: Ordering, after: Cursor | None, limit: int
) -> Page:
    last = replace(place_of(str(after.value)), appeal_id=_pk_of(after)) if after else None
    rows = rows_by_group(viewer, selection, GROUPINGS[ordering], last, limit + 1)
    return _page(rows, limit, "place")


def _by_distance(
    viewer: Viewer, selection: Selection, origin: LonLat, after: Cursor | None, limit: int
) -> Page:
    """Looks in a growing circle until it holds a page; each round reads a few stretches of one index."""
    nearest_m = float(after.value) if after else -1.0
    radius_m = max(FIRST_RADIUS_M, nearest_m * 1.5)
    found = marks(viewer, selection)
    params: dict[str, Any] = {
        "lon": origin.lon,
        "lat": origin.lat,
        "nearest_m": nearest_m,
        "after_id": _pk_of(after) if after else 0,
        "limit": limit + 1,
    }
    while True:
        params["radius_m"] = radius_m
        around = circle_box(origin, radius_m)
        within = read_within(found.filter(matching(Selection(bbox=around))), around)
        rows = sql.records("appeals", "page_by_distance", params, {"marks": within})
        if len(rows) > limit or radius_m > HALF_MERIDIAN_M:
            return _page(rows, limit, "distance_m")
        radius_m *= GROWTH


def circle_box(origin: LonLat, radius_m: float) -> BBox | None:
    """Box in degrees that holds a circle on the ground; None (everywhere) where it meets a pole or ±180°."""
    height = radius_m / DEGREE_M
    south, north = origin.lat - height, origin.lat + height
    if south <= -85 or north >= 85:
        return None
    width = height / cos(radians(max(abs(south), abs(north))))
    west, east = origin.lon - width, origin.lon + width
    return BBox(west, south, east, north) if west >= -180 and east <= 180 else None


def _page(rows: list[dict[str, Any]], limit: int, column: str) -> Page:
    """Features of the first `limit` rows; one more was read, to know whether there is a next page."""
    shown = rows[:limit]
    features = features_of([row["appeal_id"] for row in shown], [row.get("distance_m") for row in shown])
    last = shown[-1] if len(rows) > limit else None
    cursor = Cursor(_value(last[column]), last["number"]).encode() if last else None
    return Page(features, len(shown), next_cursor=cursor)


def _value(value: Any) -> str | float:
    return value.isoformat() if isinstance(value, datetime) else value


def _decode(text: str, ordering: Ordering) -> Cursor:
    try:
        value, number = orjson.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        cursor = Cursor(value, str(number))
        _check(cursor, ordering)
    except (NotBase64, ValueError, TypeError):
        raise InvalidFilter("cursor", _("This is not a cursor of the list in this order.")) from None
    return cursor


def _check(cursor: Cursor, ordering: Ordering) -> None:
    """Raises ValueError unless the value is one of the ordering's own kind."""
    value = cursor.value
    if ordering == Ordering.DATE:
        _moment(value)
    elif ordering in GROUPINGS:
        place_of(str(value))
    elif ordering == Ordering.NUMBER:
        if value != cursor.number:
            raise ValueError
    else:
        kinds = int if ordering == Ordering.POPULARITY else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not abs(value) < 1e9:
            raise ValueError
    if "\x00" in cursor.number:
        raise ValueError


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _pk_of(cursor: Cursor) -> int:
    """Key of the cursor's appeal, which decides among equal values; 0 when it has gone."""
    return Appeal.objects.filter(number=cursor.number).values_list("pk", flat=True).first() or 0
