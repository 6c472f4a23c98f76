"""Facts of all areas of a level, of any boundary version; not their ranking (leagues) nor their drawing (outlines)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from accounts.types import Viewer
from analytics.queries.cells import PLACE_RESOLUTION
from analytics.queries.residents import residents_of_areas
from analytics.types import Facts, Need, Tally
from appeals.days import begins
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
    """Areas of one kind in one boundary version. code: as links name it. in_force: on the day that was asked for.

    kept_since: since when appeals have kept areas of it as they were sent; None: always.
    """

    version: BoundaryVersion
    kind: str
    areas: int
    km2: float
    in_force: bool
    kept_since: datetime | None = None

    @property
    def code(self) -> str:
        return f"{self.version.pk}-{self.kind}"

    @property
    def administrative(self) -> bool:
        return is_administrative(self.kind)

    def by_place(self, since: datetime | None) -> bool:
        """Whether appeals sent since then are counted by where the map shows them: some keep areas of other borders.

        since: of the earliest period that is compared; None: without a beginning.
        """
        if not self.in_force:
            return True
        return self.kept_since is not None and (since is None or since < self.kept_since)


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
            _kept_since(known[row["version"]]),
        )
        for row in rows
        if held is None or (row["version"], row["area__kind"]) in held
    ]
    return sorted(found, key=_order)


def _kept_since(version: BoundaryVersion) -> datetime | None:
    """A version may begin before it is published: what was sent between has kept the areas of the one before."""
    if version.valid_from is None:
        return None
    first = begins(version.valid_from)
    return max(first, version.published_at or first)


def _order(level: Level) -> tuple[bool, bool, float, str]:
    return not level.in_force, not level.administrative, -level.km2, level.code


def usual(known: list[Level]) -> Level | None:
    """The level that is shown unless another is asked for: districts, else the largest areas that can be compared."""
    current = [level for level in known if level.in_force]
    compared = [level for level in current if level.areas >= FEW]
    districts = [level for level in compared if level.kind == USUAL_KIND]
    return next(iter(districts or compared or current or known), None)


def around(level: Level) -> int | None:
    """The one area in which all of a level lie; None where there is none, or several."""
    boundaries = Boundary.objects.filter(version=level.version, area__kind=level.kind)
    parents = set(boundaries.values_list("parent", flat=True))
    return parents.pop() if len(parents) == 1 else None


def area_alone(level: Level | None, area_id: int, *, since: datetime | None) -> Selection:
    """An area's appeals as `areas_of` counts them. since: of the earliest period that is compared.

    level: of the area; None: it was never drawn. One query.
    """
    if level is not None and level.by_place(since):
        drawn = Boundary.objects.values_list("pk", flat=True)
        return Selection(boundary_ids=(drawn.get(version=level.version, area=area_id),))
    return Selection(area_ids=(area_id,))


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

    An area's appeals are those of the list that its filter gives, unless the level is counted `by_place`: then those
    whose public place lies in the version's polygon. before: an earlier period, counted as well where it is given, and
    in the same way. At most eight queries.
    """
    by_place = level.by_place((before or selection).since)
    boundaries = Boundary.objects.filter(version=level.version, area__kind=level.kind)
    drawn = list(boundaries.values_list("area_id", "name", "area__name", "area_m2"))
    wanted = [area_id for area_id, *_ in drawn]

    def facts(period: Selection) -> dict[int, Facts]:
        marks = placed_marks(viewer, period, level, by_place=by_place)
        return _facts_of_areas(marks, wanted, now=now)

    found = facts(selection)
    earlier = facts(before) if before else None
    people = residents_of_areas(wanted, on=timezone.localdate(now)) if Need.RESIDENTS in needs else {}
    told = [
        AreaFacts(
            area_id,
            name or own,
            replace(
                found.get(area_id) or _NOTHING,
                km2=size_m2 / 1e6,
                residents=people[area_id].people if area_id in people else None,
                residents_known=people[area_id].known if area_id in people else 1.0,
                before=None if earlier is None else (earlier.get(area_id) or _NOTHING).tally,
            ),
        )
        for area_id, name, own, size_m2 in drawn
    ]
    return sorted(told, key=lambda area: (area.name, area.area_id))


_NOTHING = Facts(Tally(), overdue=0, timed=0, places=0)


def _facts_of_areas(
    marks: QuerySet[Any, Any] | str, wanted: Collection[int], *, now: datetime
) -> dict[int, Facts]:
    """Facts by area; an area without appeals is missing. One query. Index: that of the marks."""
    late = Appeal.objects.overdue(now).order_by().values("id")
    params = hexgrid.parent_bits(PLACE_RESOLUTION) | {"open": _OPEN, "wanted": sorted(wanted)}
    relations = {"marks": marks, "late": late}
    found = {}
    for area_id, *figures in sql.rows("analytics", "area_facts", params, relations):
        *tally, overdue, timed, hours, places = figures
        median_h, p90_h = hours or (None, None)
        found[area_id] = Facts(
            Tally(*tally), overdue=overdue, timed=timed, median_h=median_h, p90_h=p90_h, places=places
        )
    return found


def placed_marks(
    viewer: Viewer, selection: Selection, level: Level, *, by_place: bool
) -> QuerySet[Any, Any] | str:
    """Marks of a selection with the areas of the level's version that each is counted in."""
    marks = Mark.objects.visible_to(viewer).matching(selection, viewer)
    if not by_place:
        return read_selected(marks.annotate(areas=known_areas(viewer)).values(*_COLUMNS, "areas"), selection)
    read = read_selected(marks.values(*_COLUMNS, "geom_3857"), selection)
    return sql.compose("analytics", "marks_in_version", {"version": level.version.pk}, {"marks": read})
