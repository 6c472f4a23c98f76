"""Facts of all areas of a level, of any boundary version; not their ranking (leagues) nor their drawing (outlines)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, Q
from django.utils import timezone

from accounts.types import Viewer
from analytics.queries.cells import PLACE_RESOLUTION, Relation
from analytics.queries.residents import residents_of_areas
from analytics.types import Facts, Need, Tally
from appeals.models import Appeal, Mark
from appeals.queries.statistics import known_areas
from appeals.queries.stretches import read_selected
from appeals.types import OPEN_STATES, Selection
from geo import hexgrid, sql
from territories.models import Boundary, BoundaryVersion
from territories.types import VersionState, is_administrative

_OPEN = sorted(state.value for state in OPEN_STATES)
_COLUMNS = ("appeal_id", "h3", "mk", "state", "in_time", "rating", "reopened", "supports", "answer_h")
# Of fewer areas no table says who is better.
FEW = 3
USUAL_KIND = "district"


@dataclass(frozen=True, slots=True)
class Level:
    """Areas of one kind in one boundary version. code: as links name it. in_force: on the day that was asked for."""

    version: BoundaryVersion
    kind: str
    areas: int
    km2: float
    in_force: bool

    @property
    def code(self) -> str:
        return f"{self.version.pk}-{self.kind}"

    @property
    def administrative(self) -> bool:
        return is_administrative(self.kind)


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area of a level, under its name in that version, and what is known of it."""

    area_id: int
    name: str
    facts: Facts


def levels(on: date, *, area_id: int | None = None) -> list[Level]:
    """What can be compared: in force first, then administrative, then the largest areas. Three queries at most.

    area_id: only levels that this area is of.
    """
    published = Boundary.objects.filter(version__state=VersionState.PUBLISHED)
    held = None
    if area_id is not None:
        held = set(published.filter(area=area_id).values_list("version", "area__kind"))
    rows = published.values("version", "area__kind").annotate(number=Count("pk"), size_m2=Avg("area_m2"))
    versions = BoundaryVersion.objects.filter(state=VersionState.PUBLISHED).select_related("collection")
    current = Q(pk__in=BoundaryVersion.objects.in_force(on).values("pk"))
    known: dict[int, Any] = {version.pk: version for version in versions.annotate(current=current)}
    found = [
        Level(
            known[row["version"]],
            row["area__kind"],
            row["number"],
            row["size_m2"] / 1e6,
            known[row["version"]].current,
        )
        for row in rows
        if held is None or (row["version"], row["area__kind"]) in held
    ]
    return sorted(found, key=_order)


def _order(level: Level) -> tuple[bool, bool, float, str]:
    return not level.in_force, not level.administrative, -level.km2, level.code


def usual(known: list[Level]) -> Level | None:
    """The level that is shown unless another is asked for: districts, else the largest areas that can be compared."""
    current = [level for level in known if level.in_force]
    compared = [level for level in current if level.areas >= FEW]
    districts = [level for level in compared if level.kind == USUAL_KIND]
    return next(iter(districts or compared or current or known), None)


def areas_of(
    viewer: Viewer,
    selection: Selection,
    level: Level,
    *,
    needs: frozenset[Need],
    now: datetime,
    before: Selection | None = None,
) -> list[AreaFacts]:
    """Every area of the level, those without appeals too, by name, with what the viewer may see of a selection.

    Of a version in force an area's appeals are those of the list that its filter gives; of others those whose public
    place lies in the version's polygon. needs: what is told beside the tally, and only that is read. before: counted
    as well where it is given. At most eleven queries.
    """
    boundaries = Boundary.objects.filter(version=level.version, area__kind=level.kind)
    drawn = list(boundaries.values_list("area_id", "name", "area__name", "area_m2"))
    wanted = [area_id for area_id, *_ in drawn]
    found = facts_of_areas(viewer, selection, wanted, level=level, needs=needs, now=now)
    earlier = None
    if before:
        earlier = facts_of_areas(viewer, before, wanted, level=level, needs=frozenset(), now=now)
    people = residents_of_areas(wanted, on=timezone.localdate(now)) if Need.RESIDENTS in needs else {}
    told = [
        AreaFacts(
            area_id,
            name or own,
            replace(
                found[area_id],
                km2=size_m2 / 1e6,
                residents=people[area_id].people if area_id in people else None,
                before=None if earlier is None else earlier[area_id].tally,
            ),
        )
        for area_id, name, own, size_m2 in drawn
    ]
    return sorted(told, key=lambda area: (area.name, area.area_id))


def facts_of_areas(
    viewer: Viewer,
    selection: Selection,
    wanted: Collection[int],
    *,
    level: Level,
    needs: frozenset[Need],
    now: datetime,
) -> dict[int, Facts]:
    """Facts of each wanted area: the tally, and what is needed beside it.

    One query, and one more for each of overdue ones, days and places. Index: that of the selection.
    """
    marks = placed_marks(viewer, selection, level)
    asked = hexgrid.parent_bits(PLACE_RESOLUTION) | {"wanted": sorted(wanted), "open": _OPEN}
    tallies = {area_id: Tally(*figures) for area_id, *figures in _rows("area_tallies", asked, marks)}
    late: dict[int, int] | None = None
    if Need.OVERDUE in needs:
        overdue = Appeal.objects.overdue(now).order_by().values("id")
        late = dict(_rows("area_overdue", asked, marks, late=overdue))
    days = _days(asked, marks) if Need.DAYS in needs else None
    places = dict(_rows("area_places", asked, marks)) if Need.PLACES in needs else None
    return {
        area_id: replace(
            Facts(Tally()) if days is None else days.get(area_id, _UNANSWERED),
            tally=tallies.get(area_id, Tally()),
            overdue=None if late is None else late.get(area_id, 0),
            places=None if places is None else places.get(area_id, 0),
        )
        for area_id in wanted
    }


_UNANSWERED = Facts(Tally(), timed=0)


def _days(asked: Mapping[str, Any], marks: Relation) -> dict[int, Facts]:
    rows = _rows("area_days", asked, marks)
    return {
        area_id: Facts(Tally(), timed=timed, median_h=median_h, p90_h=p90_h)
        for area_id, timed, (median_h, p90_h) in rows
    }


def _rows(statement: str, params: Mapping[str, Any], marks: Relation, **others: Relation) -> list[Any]:
    return sql.rows("analytics", statement, params, {"marks": marks, **others})


def placed_marks(viewer: Viewer, selection: Selection, level: Level) -> Relation:
    """Marks of a selection with the areas of the level's version that each is counted in."""
    marks = Mark.objects.visible_to(viewer).matching(selection, viewer)
    if level.in_force:
        return read_selected(marks.annotate(areas=known_areas(viewer)).values(*_COLUMNS, "areas"), selection)
    read = read_selected(marks.values(*_COLUMNS, "geom_3857"), selection)
    return sql.compose("analytics", "marks_in_version", {"version": level.version.pk}, {"marks": read})
