"""Open appeals that may be about the same as a new one, with a score and its parts; merging is a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from accounts.types import Viewer
from appeals.models import Appeal, Mark, Topic
from appeals.rules.duplicates import Measures, Score, score
from appeals.rules.privacy import HOME_CELL_ZOOM, public_place
from appeals.types import OPEN_STATES, Privacy
from geo import sql
from geo.types import LonLat

MOST = 10
# So many are compared by their words; the nearest of the same topic come first.
_COMPARED = 100
# Half the diagonal of a cell that hides a home, at the equator: where its appeals' public place may lie from the pin.
_CELL_M = 40_075_016.7 / (1 << HOME_CELL_ZOOM)
# The sphere of Web Mercator is up to 0.67 % larger or smaller than the ellipsoid; the recheck is exact.
_MARGIN = 1.01


@dataclass(frozen=True, slots=True)
class Twin:
    """A possible twin. distance_m: metres, from the public place where the reader may know no other."""

    appeal: Appeal
    score: Score
    distance_m: float


def duplicates(
    viewer: Viewer,
    *,
    location: LonLat,
    topic: Topic,
    text: str = "",
    of: Appeal | None = None,
    now: datetime,
    limit: int = MOST,
) -> list[Twin]:
    """What may be about the same, most alike first; topics of the same category within radius and age of the topic.

    location: WGS84 lon/lat. of: the appeal itself, which is left out. Whoever moderates compares exact places and
    whole texts, of what they moderate; all others what the public reads. Two queries. Index: mark_open_place.
    """
    exact = viewer.moderates
    params = _params(location, topic, text, of, now=now, exact=exact)
    found = sql.records("appeals", "duplicates", params, {"marks": _marks(viewer, exact=exact)})
    scored = {row["appeal_id"]: (_score(row, topic, now), row["distance_m"]) for row in found}
    best = sorted(scored, key=lambda pk: (-scored[pk][0].total, pk))[: min(limit, MOST)]
    appeals = Appeal.objects.select_related("topic", "executor").in_bulk(best)
    return [Twin(appeals[pk], *scored[pk]) for pk in best]


def _marks(viewer: Viewer, *, exact: bool) -> Any:
    waiting = sorted(state.value for state in OPEN_STATES)
    seen = Mark.objects.moderated_by(viewer) if exact else Mark.objects.visible_to(viewer)
    marks = seen.filter(state__in=waiting)
    return marks.values("appeal_id", "topic_id", "category_id", "submitted_at", "geom_3857")


def _params(
    location: LonLat, topic: Topic, text: str, of: Appeal | None, *, now: datetime, exact: bool
) -> dict[str, Any]:
    # The public compares cells: two homes of one cell lie at one place.
    place = location if exact else public_place(location, Privacy(topic.privacy))
    polar = min(abs(place.lat) + 0.1, 85.06)
    return {
        "lon": place.lon,
        "lat": place.lat,
        "topic_id": topic.pk,
        "category_id": topic.category_id,
        "radius_m": float(topic.duplicate_radius_m),
        "reach_3857": topic.duplicate_radius_m / cos(radians(polar)) * _MARGIN + _CELL_M,
        "since": now - timedelta(days=topic.duplicate_age_days),
        "text": text,
        "exact": exact,
        "appeal_id": of.pk if of else 0,
        "limit": _COMPARED,
    }


def _score(row: dict[str, Any], topic: Topic, now: datetime) -> Score:
    return score(
        Measures(
            distance_m=row["distance_m"],
            radius_m=float(topic.duplicate_radius_m),
            same_topic=row["same_topic"],
            same_category=True,
            age_days=(now - row["submitted_at"]).total_seconds() / 86_400,
            oldest_days=float(topic.duplicate_age_days),
            likeness=row["likeness"],
        )
    )
