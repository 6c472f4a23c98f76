"""Hot spots for whoever asks by address: what is kept costs nobody anything, what must be counted is rationed."""

from datetime import datetime

from accounts.types import Viewer
from analytics.queries.hotspots import Asked, HotSpots, hot_spots, kept_spots
from appeals.services.throttling import Limited, count_attempt
from appeals.types import Selection


def spots_for(viewer: Viewer, selection: Selection, asked: Asked, *, address: str, now: datetime) -> HotSpots:
    """The hot spots; address: of the network, whose attempts are counted. Raises as `hot_spots` does, and TooMany."""
    kept = kept_spots(viewer, selection, asked, now=now)
    if kept:
        return kept
    count_attempt(Limited.HOT_SPOTS, address=address, now=now)
    return hot_spots(viewer, selection, asked, now=now)
