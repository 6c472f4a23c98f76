"""Areas in force with how many appeals of a selection they hold; not their measures."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Case, Value, When

from accounts.types import Viewer
from appeals.models import Mark
from appeals.types import OPEN_STATES, Selection
from geo import sql
from territories.models import Boundary, BoundaryVersion

AT_ONCE = 200


def appeals_by_area(viewer: Viewer, selection: Selection) -> dict[int, tuple[int, int]]:
    """Appeals that the viewer may see, and those of them that wait for an answer, by the area's id. One query."""
    waits = Case(When(state__in=sorted(OPEN_STATES), then=Value(True)), default=Value(False))
    found = Mark.objects.visible_to(viewer).matching(selection, viewer)
    rows = sql.rows(
        "analytics", "areas_counted", {}, {"marks": found.annotate(waits=waits).values("area_ids", "waits")}
    )
    return {area_id: (appeals, waiting) for area_id, appeals, waiting in rows}


def boundaries_in_force(on: date) -> Iterator[Boundary]:
    """Boundaries in force on a local day, by area, read a few at a time."""
    versions = BoundaryVersion.objects.in_force(on)
    found = Boundary.objects.filter(version__in=versions).select_related("area__collection")
    return found.order_by("area_id").iterator(AT_ONCE)
