"""Appeals near a place, truly ordered by metres: for "already reported?" and the card; not the list's paging."""

from math import cos, radians
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.models import Mark
from appeals.queries.features import Page, features_of
from appeals.queries.listing import circle_box
from appeals.queries.stretches import COLUMNS, read_within
from appeals.types import OPEN_STATES, Selection
from geo import sql
from geo.types import LonLat

MOST_RADIUS_M = 5000.0
MOST_FEATURES = 200
# The sphere of Web Mercator is up to 0.67 % larger or smaller than the ellipsoid; the recheck is exact.
MARGIN = 1.01


def nearby(
    viewer: Viewer,
    point: LonLat,
    radius_m: float,
    limit: int = 20,
    topic: int | None = None,
    open_only: bool = True,
) -> Page:
    """What the viewer may see within `radius_m` metres (at most 5,000) of a place, nearest first by metres.

    topic: id of the only topic wanted. open_only: those that wait for an answer. Each feature has
    `distance_m`; no further pages. Raises InvalidFilter. Index: mark_open_topic_place, mark_open_place, or
    mark_mk for closed ones too.
    """
    if not 0 < radius_m <= MOST_RADIUS_M:
        raise InvalidFilter("radius_m", _("Metres above 0, at most %(most)s."), most=int(MOST_RADIUS_M))
    if not 1 <= limit <= MOST_FEATURES:
        raise InvalidFilter("limit", _("A number from 1 to %(most)s."), most=MOST_FEATURES)
    rows = sql.rows(
        "appeals",
        "nearby" if open_only else "page_by_distance",
        _params(point, radius_m, limit),
        {"marks": _around(viewer, point, radius_m, topic, open_only=open_only), "meets": operator_of(topic)},
    )
    return Page(features_of([row[0] for row in rows], [row[2] for row in rows]), len(rows))


def operator_of(topic: int | None) -> str:
    """The operator that only the index for one topic has, or only the one for all."""
    return "&&" if topic is None else "&&&"


def _around(
    viewer: Viewer, point: LonLat, radius_m: float, topic: int | None, *, open_only: bool
) -> QuerySet[Any, Any] | str:
    found = Mark.objects.visible_to(viewer)
    if topic is not None:
        # GiST compares numbers of one width only; a bare literal would be a shorter one and leave the index aside.
        found = found.filter(topic_id=Cast(Value(topic), BigIntegerField()))
    if not open_only:
        around = circle_box(point, radius_m)
        return read_within(found.matching(Selection(bbox=around)).values(*COLUMNS), around)
    waiting = sorted(state.value for state in OPEN_STATES)
    return found.filter(state__in=waiting).values("appeal_id", "number", "qx", "qy", "geom_3857")


def _params(point: LonLat, radius_m: float, limit: int) -> dict[str, Any]:
    """Parameters of both statements; the reach is the radius in Mercator metres, 1/cos(lat) longer."""
    polar = min(abs(point.lat) + radius_m / 111_000, 85.06)
    return {
        "lon": point.lon,
        "lat": point.lat,
        "radius_m": radius_m,
        "reach_3857": radius_m / cos(radians(polar)) * MARGIN,
        "nearest_m": -1.0,
        "after_id": 0,
        "limit": limit,
    }
