"""Derives the public places of appeals anew when the privacy of their topics changed; who may see them stays."""

from collections.abc import Collection

from django.db import transaction

from appeals.marks import mark_of
from appeals.models import Appeal, Mark
from appeals.rules.privacy import public_address, public_place
from appeals.services import places
from appeals.types import Privacy
from geo.types import LonLat

CHUNK = 2_000
_OF_APPEAL = ("public_location", "public_address")
_OF_MARK = ("h3", "qx", "qy", "mk", "geom_3857")


@transaction.atomic
def republish(*, topic_ids: Collection[int]) -> int:
    """Put public place, public address and mark of all appeals of the topics; answers how many.

    Closed ones too: a place that is private now must not stay on the map. Texts are masked alike under every privacy
    and stay. It records no events: what residents are told of an appeal did not change.
    """
    last, done = 0, 0
    while chunk := _next(topic_ids, after=last):
        for appeal in chunk:
            _put(appeal)
        Appeal.objects.bulk_update(chunk, _OF_APPEAL, batch_size=CHUNK)
        Mark.objects.bulk_update([mark_of(appeal) for appeal in chunk], _OF_MARK, batch_size=CHUNK)
        last, done = chunk[-1].pk, done + len(chunk)
    return done


def _next(topic_ids: Collection[int], *, after: int) -> list[Appeal]:
    """The next appeals by id, locked."""
    rows = Appeal.objects.select_related("topic").select_for_update(of=("self",))
    return list(rows.filter(topic_id__in=topic_ids, pk__gt=after).order_by("pk")[:CHUNK])


def _put(appeal: Appeal) -> None:
    privacy = Privacy(appeal.topic.privacy)
    exact = LonLat(appeal.location.x, appeal.location.y)
    appeal.public_location = places.point_of(public_place(exact, privacy))
    appeal.public_address = public_address(appeal.address, privacy)
