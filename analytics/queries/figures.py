"""All figures of one selection: a drawn polygon, a cell, an area, or everything; not those of many cells (heatmap)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.utils import timezone
from shapely.geometry import Polygon as ShapelyPolygon

from accounts.types import Viewer
from analytics.queries.cells import PLACE_RESOLUTION, area_km2, overdue_of_cells
from analytics.queries.residents import residents_of_areas, residents_of_cells
from analytics.queries.zone_residents import PlacePeople, residents_within
from analytics.types import Facts, Tally
from appeals.models import Topic
from appeals.queries.stretches import marks_within
from appeals.types import OPEN_STATES, Selection
from geo import hexgrid, sql
from territories.models import Boundary, Organisation

MOST_TOP = 5
_OPEN = sorted(state.value for state in OPEN_STATES)
# Numbers of the dimensions as the statement has them.
ALL, MONTH, TOPIC, EXECUTOR = 7, 3, 5, 6
# The coarsest cells there are: the fewest rows whose sum is the number of late ones.
_WHOLE = 0


@dataclass(frozen=True, slots=True)
class Top:
    """A topic or an executor among those with most appeals. code: of a topic; id: as links name it; None: nobody."""

    id: int | None
    code: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class SelectionFigures:
    """facts: of the whole. months: by first day, without those that hold none. topics, executors: most first."""

    facts: Facts
    months: list[tuple[date, Tally]]
    topics: list[Top]
    executors: list[Top]


def figures(
    viewer: Viewer,
    selection: Selection,
    *,
    now: datetime | None = None,
    before: Selection | None = None,
    language: str = "ru",
) -> SelectionFigures:
    """What the viewer may see of a selection: `facts.tally.appeals` is the list's `numberMatched`.

    now: when an open appeal is overdue. before: with which it is compared. km2 and residents are known of a polygon, a
    cell, and a single area. At most sixteen queries. Index: that of the selection.
    """
    found = sums(viewer, selection)
    people = _residents(selection, timezone.localdate(now))
    whole = found[ALL].get(None, Tally())
    return SelectionFigures(
        replace(
            _apart(viewer, selection, whole),
            km2=_km2(selection),
            residents=people.people if people else None,
            residents_known=people.known if people else 1.0,
            overdue=_overdue(viewer, selection, now),
            before=sums(viewer, before)[ALL].get(None, Tally()) if before else None,
        ),
        sorted(found[MONTH].items()),
        _topics(_most(found[TOPIC]), language),
        _executors(_most(found[EXECUTOR])),
    )


def sums(viewer: Viewer, selection: Selection) -> dict[int, dict[Any, Tally]]:
    """Tallies by dimension (ALL, MONTH, TOPIC, EXECUTOR) and its key; the whole by None. One query."""
    params = {"zone": settings.TIME_ZONE, "open": _OPEN}
    rows = sql.rows("analytics", "figures", params, {"marks": marks_within(viewer, selection)})
    found: dict[int, dict[Any, Tally]] = defaultdict(dict)
    for dimension, month, topic, executor, *tally in rows:
        key = {ALL: None, MONTH: month, TOPIC: topic, EXECUTOR: executor}[dimension]
        found[dimension][key] = Tally(*tally)
    return found


def _apart(viewer: Viewer, selection: Selection, tally: Tally) -> Facts:
    params = hexgrid.parent_bits(PLACE_RESOLUTION) | {"open": _OPEN}
    relations = {"marks": marks_within(viewer, selection)}
    ((timed, hours, places),) = sql.rows("analytics", "figures_apart", params, relations)
    median_h, p90_h = hours or (None, None)
    return Facts(tally, timed=timed, median_h=median_h, p90_h=p90_h, places=places)


def _overdue(viewer: Viewer, selection: Selection, now: datetime | None) -> int:
    return sum(overdue_of_cells(partial(marks_within, viewer), viewer, selection, _WHOLE, now).values())


def _km2(selection: Selection) -> float | None:
    """Of the place that the selection names; None where it names none, or several that may meet."""
    if not _is_one_place(selection):
        return None
    if selection.polygon:
        ring = [(corner.lon, corner.lat) for corner in selection.polygon]
        ((km2,),) = sql.rows("analytics", "polygon_km2", {"polygon": Polygon([*ring, ring[0]]).wkt})
        return float(km2)
    if selection.cell:
        return area_km2(selection.cell)
    if not selection.area_ids:
        return None
    begun = Boundary.objects.begun(timezone.localdate()).filter(area=selection.area_ids[0])
    area_m2 = begun.values_list("area_m2", flat=True).first()
    return None if area_m2 is None else area_m2 / 1e6


def _is_one_place(selection: Selection) -> bool:
    named = (selection.polygon, selection.cell, selection.area_ids, selection.bbox)
    return sum(map(bool, named)) == 1 and len(selection.area_ids) < 2


def _residents(selection: Selection, on: date) -> PlacePeople | None:
    """People of the place that the selection names; None where it names none, or they are not known."""
    if not _is_one_place(selection):
        return None
    if selection.polygon:
        return residents_within(
            ShapelyPolygon([(corner.lon, corner.lat) for corner in selection.polygon]), on=on
        )
    if selection.cell:
        found = residents_of_cells([selection.cell], on=on)
        people = found.people.get(selection.cell.index) if found else None
        return None if people is None else PlacePeople(people)
    area = residents_of_areas(selection.area_ids, on=on).get(next(iter(selection.area_ids), 0))
    return PlacePeople(area.people, area.known) if area else None


def _most(sums: dict[Any, Tally]) -> list[tuple[Any, Tally]]:
    return sorted(sums.items(), key=lambda item: (-item[1].appeals, item[0] or 0))[:MOST_TOP]


def _topics(most: list[tuple[Any, Tally]], language: str) -> list[Top]:
    name = "name_ru" if language == "ru" else "name_en"
    known = {pk: (code, named) for pk, code, named in _rows(Topic, most, "code", name)}
    return [Top(pk, *known.get(pk, ("", "")), tally) for pk, tally in most]


def _executors(most: list[tuple[Any, Tally]]) -> list[Top]:
    known = dict(_rows(Organisation, most, "name"))
    return [Top(pk, "", known.get(pk, ""), tally) for pk, tally in most]


def _rows(model: Any, most: list[tuple[Any, Tally]], *columns: str) -> Any:
    wanted = [pk for pk, _tally in most if pk is not None]
    return model.objects.filter(pk__in=wanted).order_by().values_list("pk", *columns)
