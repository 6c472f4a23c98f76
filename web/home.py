"""Where the map opens and what stands under it: the place of recent appeals, attribution; not the map's layers."""

from django.core.cache import cache
from django.db.models import QuerySet

from accounts.types import PUBLIC, Viewer
from appeals.models import Mark
from appeals.queries.features import Page, features_of
from geo.models import Source
from geo.tilegrid import dequantize

RECENT = 500
# The farthest twentieth on each side would open the map on empty fields.
TRIM = 20
KEPT_S = 300


def newest(viewer: Viewer, limit: int) -> Page:
    """The newest appeals the viewer may see, wherever they are, without counting the others."""
    ids = list(_recent(viewer).values_list("appeal_id", flat=True)[:limit])
    return Page(features_of(ids), len(ids))


def home_bounds() -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees around most of the recent public appeals; None without any."""
    return cache.get_or_set("web:home_bounds", _bounds, KEPT_S)


def _recent(viewer: Viewer) -> QuerySet[Mark]:
    return Mark.objects.visible_to(viewer).order_by("-submitted_at", "-appeal_id")


def _bounds() -> tuple[float, float, float, float] | None:
    places = list(_recent(PUBLIC).values_list("qx", "qy")[:RECENT])
    if not places:
        return None
    (west, east), (north, south) = (_middle([place[axis] for place in places]) for axis in (0, 1))
    low, high = dequantize(west, south), dequantize(east, north)
    return low.lon, low.lat, high.lon, high.lat


def _middle(values: list[int]) -> tuple[int, int]:
    """Smallest and largest value without the outermost."""
    ordered = sorted(values)
    cut = len(ordered) // TRIM
    return ordered[cut], ordered[-1 - cut]


def attribution() -> str:
    """Credits of every imported source as text, once each; may be empty."""
    return cache.get_or_set("web:attribution", _attribution, KEPT_S) or ""


def _attribution() -> str:
    told = Source.objects.exclude(attribution="").order_by("title").values_list("attribution", flat=True)
    return " · ".join(dict.fromkeys(told))
