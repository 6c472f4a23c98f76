"""What a report tells of an organisation or an area in a period; not its shape as a file (exporting)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db.models import QuerySet

from accounts.types import Viewer
from analytics.errors import NoSubject
from analytics.queries.districts import area_alone, levels
from analytics.queries.figures import MONTH, SelectionFigures, figures, sums
from analytics.queries.heatmap import CellFigures, fitted_heatmap
from analytics.queries.zone import Place, places_of
from analytics.rules.reporting import months_until, period_before
from analytics.seeing import own_zone
from analytics.types import ReportKind, Tally
from appeals.days import begins
from appeals.queries.statistics import Statistics, counted_now
from appeals.types import Selection
from geo import hexgrid
from geo.types import BBox
from territories.models import Area, Boundary, BoundaryVersion, Organisation, ServiceZone
from territories.types import is_administrative

MONTHS_SHOWN = 12
MOST_PLACES = 15
CELL_RESOLUTION = 9
# Simplified outlines: some 40 m, less than a line is wide in print.
TOLERANCE_DEG = 0.0004
MOST_OUTLINES = 60
# Some five by three kilometres: of a few neighbouring houses a map tells where they are by what is around them.
LEAST_WIDE_DEG, LEAST_HIGH_DEG = 0.09, 0.03


@dataclass(frozen=True, slots=True)
class Outline:
    """A border on the map. geom: EPSG:4326. name: at label, empty for none. main: of the subject itself."""

    geom: GEOSGeometry
    name: str = ""
    label: tuple[float, float] | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """first_on, last_on: local days, both told of. months: twelve with the one of last_on, those without appeals too.

    repeats, houses: of OWN only, exact addresses. previous: the period that it is compared with.
    """

    kind: ReportKind
    name: str
    first_on: date
    last_on: date
    previous: tuple[date, date]
    found: SelectionFigures
    statistics: Statistics
    months: list[tuple[date, Tally]]
    cells: list[CellFigures]
    outlines: list[Outline]
    repeats: list[Place]
    houses: list[Place]

    @property
    def before(self) -> Tally:
        return self.found.facts.before or Tally()


def report_of(
    viewer: Viewer,
    kind: ReportKind,
    subject_id: int,
    period: tuple[date, date],
    *,
    now: datetime,
    language: str,
) -> Report:
    """Built from what the viewer may see now. period: first day, and the day after the last.

    Raises NotOwn (of OWN, for whoever does not work there) and NoSubject. Some twenty queries.
    """
    first, end = period
    before_first, before_end = period_before(first, end)
    since = min(before_first, months_until(end - timedelta(days=1), MONTHS_SHOWN)[0])
    name, chosen = subject_of(viewer, kind, subject_id, on=end - timedelta(days=1), since=begins(since))
    selection = _within(chosen, first, end)
    found = figures(
        viewer, selection, now=now, before=_within(chosen, before_first, before_end), language=language
    )
    cells = fitted_heatmap(viewer, selection, CELL_RESOLUTION).cells
    places = places_of(viewer, selection, now) if kind == ReportKind.OWN else None
    return Report(
        kind=kind,
        name=name,
        first_on=first,
        last_on=end - timedelta(days=1),
        previous=(before_first, before_end - timedelta(days=1)),
        found=found,
        statistics=counted_now(viewer, selection, now=now),
        months=_months(viewer, chosen, end),
        cells=cells,
        outlines=_outlines(kind, subject_id, cells, on=end - timedelta(days=1)),
        repeats=places.repeats[:MOST_PLACES] if places else [],
        houses=places.houses[:MOST_PLACES] if places else [],
    )


def subject_of(
    viewer: Viewer, kind: ReportKind, subject_id: int, *, on: date, since: datetime | None = None
) -> tuple[str, Selection]:
    """The name on a day, and its appeals. Raises NotOwn and NoSubject. A handful of queries.

    since: of the earliest period that is compared; of an area whose borders are newer what lies in them is counted.
    """
    if kind == ReportKind.AREA:
        area = Area.objects.filter(pk=subject_id).first()
        if area is None:
            raise NoSubject
        named = Boundary.objects.begun(on).filter(area=area).exclude(name="").values_list("name", flat=True)
        drawn = [level for level in levels(on, area_id=subject_id) if level.in_force]
        return named.first() or area.name, area_alone(next(iter(drawn), None), subject_id, since=since)
    chosen = Selection(executor_ids=(subject_id,))
    if kind == ReportKind.OWN:
        chosen = own_zone(viewer, chosen, subject_id)
    organisation = Organisation.objects.filter(pk=subject_id).first()
    if organisation is None:
        raise NoSubject
    return organisation.name, chosen


def _within(chosen: Selection, first: date, end: date) -> Selection:
    return replace(chosen, since=begins(first), until=begins(end))


def _months(viewer: Viewer, chosen: Selection, end: date) -> list[tuple[date, Tally]]:
    """The last one up to the report's last day only."""
    months = months_until(end - timedelta(days=1), MONTHS_SHOWN)
    known = sums(viewer, _within(chosen, months[0], end))[MONTH]
    return [(month, known.get(month, Tally())) for month in months]


def _outlines(kind: ReportKind, subject_id: int, cells: list[CellFigures], *, on: date) -> list[Outline]:
    """The subject's own borders, and those of the areas around that tell where it is."""
    if kind == ReportKind.AREA:
        inner = dict(Area.objects.filter(parent=subject_id).values_list("pk", "kind"))
        around = [pk for pk, area_kind in inner.items() if is_administrative(area_kind)]
        return _borders(Boundary.objects.filter(area__in=[subject_id, *around]), on, main_id=subject_id)
    zones = ServiceZone.objects.filter(organisation=subject_id).exclude(geom=None)[:MOST_OUTLINES]
    own = [Outline(_simple(zone.geom), main=True) for zone in zones if zone.geom]
    if not cells:
        return own
    extents = [frame_of(cells).as_tuple(), *(one.geom.extent for one in own)]
    wests, souths, easts, norths = zip(*extents, strict=True)
    box = Polygon.from_bbox((min(wests), min(souths), max(easts), max(norths)))
    box.srid = 4326
    return own + _borders(Boundary.objects.filter(geom__intersects=box), on, within=box)


def frame_of(cells: Iterable[CellFigures]) -> BBox:
    """What a map of cells shows, at least one: the box around them, widened where that is small."""
    box = hexgrid.box_around(cell.cell for cell in cells)
    west, east = _widened(box.west, box.east, LEAST_WIDE_DEG, 180.0)
    south, north = _widened(box.south, box.north, LEAST_HIGH_DEG, 90.0)
    return BBox(west, south, east, north)


def _widened(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    more = max(least - (high - low), 0) / 2
    return max(low - more, -most), min(high + more, most)


def _borders(
    found: "QuerySet[Boundary]", on: date, main_id: int | None = None, within: Polygon | None = None
) -> list[Outline]:
    """Of the newest version that has begun; smaller areas first, whose names tell most.

    within: what is shown, where names have to stand; None: each at its own label. Of what reaches around all of it
    no border is seen: only the smallest is named, and only where nothing else is.
    """
    newest: dict[int, Boundary] = {}
    wanted = Boundary.objects.begun(on).filter(pk__in=found.values("pk")).select_related("area", "version")
    for boundary in wanted:
        newest.setdefault(boundary.area_id, boundary)
    kept = [one for one in newest.values() if is_administrative(one.area.kind)]
    smallest_first = sorted(kept, key=lambda one: (one.area_m2, one.pk))
    beside = [one for one in smallest_first if one.area_id != main_id and _holds(one.version, on)]
    seen = [one for one in beside if within is None or not one.geom.contains(within)]
    others = (seen or beside[:1])[:MOST_OUTLINES]
    main = [Outline(_simple(one.geom), main=True) for one in newest.values() if one.area_id == main_id]
    return main + [
        Outline(_simple(one.geom), one.name or one.area.name, _label(one, within)) for one in others
    ]


def _holds(version: BoundaryVersion, on: date) -> bool:
    return version.valid_to is None or version.valid_to > on


def _label(boundary: Boundary, within: Polygon | None) -> tuple[float, float]:
    """The pole of an area lies elsewhere where only a part of it is shown."""
    point = boundary.label_point
    if within is not None and not within.covers(point):
        point = boundary.geom.intersection(within).point_on_surface
    return point.x, point.y


def _simple(geom: GEOSGeometry) -> GEOSGeometry:
    return geom.simplify(TOLERANCE_DEG, preserve_topology=True)
