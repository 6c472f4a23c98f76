"""Hot spots for whoever asks by address: what is kept costs nobody anything, what must be counted is rationed."""

from datetime import datetime

from accounts.types import Viewer
from analytics.queries.hotspots import Asked, HotSpots, hot_spots, kept_spots
from appeals.services.throttling import Limited, count_attempt_by
from appeals.types import Selection


def spots_for(viewer: Viewer, selection: Selection, asked: Asked, *, address: str, now: datetime) -> HotSpots:
    """The hot spots. Raises as `hot_spots` does, and TooMany.

    address: of the network, whose attempts are counted for whoever has no account.
    """
    kept = kept_spots(viewer, selection, asked, now=now)
    if kept:
        return kept
    count_attempt_by(Limited.HOT_SPOTS, user_id=viewer.user_id, address=address, now=now)
    return hot_spots(viewer, selection, asked, now=now)
