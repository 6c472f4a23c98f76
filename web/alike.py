"""Open appeals that may be the same as a report, with the score in words and its reasons; the score is `appeals`'."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.types import Viewer
from appeals.models import Photo, Topic
from appeals.queries.duplicates import Twin, duplicates
from appeals.types import STATE_GROUPS, State, Visibility
from geo.types import LonLat
from web.distances import away

MOST = 3
_VERY = 0.75
_SAME_WORDS, _LIKE_WORDS = 0.6, 0.3


def alike(
    viewer: Viewer, *, location: LonLat, topic: Topic, text: str, now: datetime
) -> list[dict[str, Any]]:
    """At most three, the most alike first, JSON-ready. location: WGS84 lon/lat. Three queries."""
    # Whoever reports here reports for themselves: what the public reads, and their own.
    reader = Viewer(user_id=viewer.user_id)
    found = duplicates(reader, location=location, topic=topic, text=text, now=now)
    shown = [twin for twin in found if twin.score.topic == 1 or twin.score.likely][:MOST]
    photos = _photos([twin.appeal.pk for twin in shown])
    return [_told(twin, photos, reader) for twin in shown]


def _told(twin: Twin, photos: dict[int, str], reader: Viewer) -> dict[str, Any]:
    appeal, state = twin.appeal, State(twin.appeal.state)
    return {
        "number": appeal.number,
        "text": appeal.public_text,
        "topic_name": appeal.topic.name,
        "state": state.value,
        "group": STATE_GROUPS[state].value,
        "photo": photos.get(appeal.pk),
        "distance_m": round(twin.distance_m),
        "supports": appeal.supports,
        "is_public": appeal.visibility == Visibility.PUBLIC,
        "is_own": reader.user_id is not None and appeal.author_id == reader.user_id,
        "percent": round(twin.score.total * 100),
        "alike": _in_words(twin),
        "why": _why(twin),
    }


def _in_words(twin: Twin) -> str:
    if twin.score.total >= _VERY:
        return _("very much alike")
    return _("alike") if twin.score.likely else _("somewhat alike")


def _why(twin: Twin) -> str:
    """The four parts of the score: matter, place, age and, once there are some, words."""
    days = (timezone.localdate() - timezone.localdate(twin.appeal.submitted_at)).days
    sent = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days} if days else _("today")
    parts = [
        _("the same topic") if twin.score.topic == 1 else _("a kindred topic"),
        away(twin.distance_m),
        sent,
    ]
    if twin.score.text >= _LIKE_WORDS:
        parts.append(_("almost the same words") if twin.score.text >= _SAME_WORDS else _("similar words"))
    return ", ".join(parts)


def _photos(appeal_ids: list[int]) -> dict[int, str]:
    """The first photo of each that everybody may see."""
    rows = Photo.objects.filter(appeal__in=appeal_ids, is_public=True).order_by("-position", "-pk")
    return {photo.appeal_id: photo.key for photo in rows}
