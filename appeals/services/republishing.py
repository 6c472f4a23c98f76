"""Derives public places and areas of appeals anew when the privacy of topics changed; who may see them stays."""

from collections.abc import Collection, Mapping

from django.db import transaction

from appeals.marks import mark_of
from appeals.models import Appeal, Mark
from appeals.rules.privacy import public_address, public_place
from appeals.services import places
from appeals.services.assigning import place_in
from appeals.types import Privacy
from geo.types import LonLat
from territories.queries import known_areas
from territories.types import KnownArea

CHUNK = 2_000
_OF_APPEAL = ("public_location", "public_address", "area", "area_ids", "hidden_area_ids")
_OF_MARK = ("h3", "qx", "qy", "mk", "geom_3857", "area_ids", "hidden_area_ids")


@transaction.atomic
def republish(*, topic_ids: Collection[int]) -> int:
    """Put public place, address, areas and mark of all appeals of the topics; answers how many.

    The areas are those that were found for the pin, by the smallest size that they were ever published with.
    Closed ones too: a place that is private now must not stay on the map. Texts are masked alike under every privacy
    and stay. It records no events: what residents are told of an appeal did not change.
    """
    last, done = 0, 0
    while chunk := _next(topic_ids, after=last):
        known = known_areas(area_id for appeal in chunk for area_id in appeal.area_ids)
        for appeal in chunk:
            _put(appeal, known)
        Appeal.objects.bulk_update(chunk, _OF_APPEAL, batch_size=CHUNK)
        Mark.objects.bulk_update([mark_of(appeal) for appeal in chunk], _OF_MARK, batch_size=CHUNK)
        last, done = chunk[-1].pk, done + len(chunk)
    return done


def _next(topic_ids: Collection[int], *, after: int) -> list[Appeal]:
    """The next appeals by id, locked."""
    rows = Appeal.objects.select_related("topic").select_for_update(of=("self",))
    return list(rows.filter(topic_id__in=topic_ids, pk__gt=after).order_by("pk")[:CHUNK])


def _put(appeal: Appeal, known: Mapping[int, KnownArea]) -> None:
    privacy = Privacy(appeal.topic.privacy)
    exact = LonLat(appeal.location.x, appeal.location.y)
    appeal.public_location = places.point_of(public_place(exact, privacy))
    appeal.public_address = public_address(appeal.address, privacy)
    # An area that is gone cannot be asked for any more.
    place_in(appeal, [known[area_id] for area_id in appeal.area_ids if area_id in known])
