"""The figures counted by hand from raw appeals and marks: what the roll-up must come to."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from accounts.types import Viewer
from analytics.types import Tally
from appeals.models import Mark
from appeals.types import OPEN_STATES, Selection
from geo import hexgrid
from geo.types import HexCell


def counted(viewer: Viewer, selection: Selection, resolution: int) -> dict[HexCell, Tally]:
    """Each appeal of the list by itself, under the ancestor of its mark's cell."""
    sums: dict[HexCell, Tally] = defaultdict(Tally)
    for mark in Mark.objects.visible_to(viewer).matching(selection, viewer):
        sums[hexgrid.parent(HexCell(mark.h3), resolution)] += tally_of(mark)
    return dict(sums)


def counted_by_month(viewer: Viewer) -> dict[date, Tally]:
    sums: dict[date, Tally] = defaultdict(Tally)
    for mark in Mark.objects.visible_to(viewer):
        sums[timezone.localdate(mark.submitted_at).replace(day=1)] += tally_of(mark)
    return dict(sums)


def tally_of(mark: Mark) -> Tally:
    """What one appeal adds; an open one has neither answer nor rating yet."""
    waits = mark.state in OPEN_STATES
    answered = mark.in_time is not None and not waits
    rating = None if waits else mark.rating
    return Tally(
        appeals=1,
        waiting=int(waits),
        answered=int(answered),
        in_time=int(answered and bool(mark.in_time)),
        rated=int(rating is not None),
        ratings=rating or 0,
        reopened=int(mark.reopened),
        supports=mark.supports,
    )
