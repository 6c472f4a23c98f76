"""Drawn zones and areas put in force: first which open appeals would change hands, then done, in one transaction.

The answer is re-examination's own, so that the preview, the publication and `reexamine` cannot disagree.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pghistory
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from accounts.rules import may
from accounts.types import Permission, Viewer
from appeals.errors import NotAllowed
from appeals.services import reexamination
from appeals.services.reexamination import Review
from territories.models import Drawing
from territories.services import drawing_publishing
from territories.services.drawing_publishing import Published

# Degrees around what was drawn: a pin so near to a border may be told to lie on it. Some 100 m on the ground.
NEAR_DEG = 0.001


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What came into force and what it did to open appeals; review is empty when nothing was passed on yet."""

    published: Published
    review: Review


def preview(*, actor: Viewer, drawings: Sequence[Drawing], valid_from: date, now: datetime) -> Review:
    """Which open appeals would change hands on that day; writes nothing.

    It publishes and takes it back, so that whatever would refuse the publication refuses the preview too. Raises
    NotAllowed, and what `drawing_publishing.publish` raises.
    """
    _refuse_strangers(actor)
    with transaction.atomic():
        published = drawing_publishing.publish(drawings=drawings, valid_from=valid_from, now=now)
        review = reexamination.preview(now=now, on=valid_from, within=_near(published.ground))
        transaction.set_rollback(True)
    return review


def publish(
    *,
    actor: Viewer,
    drawings: Sequence[Drawing],
    valid_from: date,
    now: datetime,
    only: Collection[str] | None = None,
) -> Redrawn:
    """Put the drawings in force and pass open appeals on, all in one transaction.

    only: numbers of the appeals that are passed on, the others stay with whom they are; None: all that change hands.
    When the day is yet to come nothing is passed on: on that day `reexamine` does it. Raises NotAllowed, and what
    `drawing_publishing.publish` raises.
    """
    _refuse_strangers(actor)
    with transaction.atomic():
        # It ends before appeals are passed on: it writes itself before each statement, and prepared ones bear nothing.
        with pghistory.context(user=actor.user_id):
            published = drawing_publishing.publish(drawings=drawings, valid_from=valid_from, now=now)
        review = Review()
        if valid_from <= timezone.localdate(now):
            review = reexamination.apply(
                actor=actor, now=now, on=valid_from, within=_near(published.ground), only=only
            )
    return Redrawn(published, review)


def _refuse_strangers(actor: Viewer) -> None:
    if not may(actor, Permission.DRAW_ZONES):
        raise NotAllowed


def _near(ground: BaseGeometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(ground.buffer(NEAR_DEG))), srid=4326)
