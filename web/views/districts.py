"""Districts: a map and a league by any measure, and a page of each; public, by what the viewer may see."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.rules import may
from accounts.types import Permission
from analytics.leagues import league
from analytics.measures import MEASURES
from analytics.queries.districts import Level, around, levels
from analytics.queries.dynamics import compared_since, growing_topics, months_beside
from analytics.queries.outlines import extent, outlines
from analytics.queries.risks import risks
from analytics.rules import classes
from analytics.types import Need, ReportKind, Scale
from geo.spreadsheets import harmless
from web.district_asked import ALL_NEEDS, DistrictsAsked, districts_asked
from web.district_tables import PAGE_SIZE, SURE, Line, columns, lines, ordered, told
from web.district_words import against, months, size_axis, summary
from web.funnel import plots
from web.limiting import limited_file
from web.reporting import Offer, offers, offers_of_overseen
from web.sheets import refused, sheet
from web.views.map import map_data


@never_cache
@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    """The map, the league, what changed and what is due soon; a filter that cannot be read is told."""
    asked = districts_asked(request)
    context = _context(asked)
    if asked.level is not None:
        found = league(asked.measure, asked.areas(asked.level))
        shown = lines(found, asked.measure, asked.filters, asked.query)
        pages = Paginator(ordered(shown, request.GET.get("sort", "")), PAGE_SIZE)
        context |= {
            "league": found,
            "page": pages.get_page(request.GET.get("page")),
            "columns": columns(request.GET, asked.measure),
            "plots": plots(found, asked.measure),
            "size_axis": size_axis(asked.measure.code),
            "summary": summary(found, asked.measure),
            "page_data": _page_data(asked, asked.level, shown),
            "reports": _reports(asked, asked.level),
        }
    return render(request, "web/districts.html", context, status=200 if asked.form.is_valid() else 400)


@never_cache
@require_safe
def district(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area: all measures against the areas of its level, the same changes and days. Raises Http404."""
    asked = districts_asked(request, area_id)
    if asked.level is None:
        raise Http404
    areas = asked.areas(asked.level, ALL_NEEDS)
    own = next(area for area in areas if area.area_id == area_id)
    leagues = {measure.code: league(measure, areas) for measure in MEASURES.values()}
    shown = lines(leagues[asked.measure.code], asked.measure, asked.filters, asked.query)
    by_place = asked.by_place(ALL_NEEDS)
    context = _context(asked, area_id) | {
        "area": own,
        "measures": [against(found, MEASURES[code], area_id) for code, found in leagues.items()],
        "total": own.facts.tally,
        "by_place": by_place,
        "list_address": "" if by_place else asked.filters.list_address(area=str(area_id)),
        "map_address": f"{reverse('web:map')}?{asked.filters.query(area=str(area_id))}",
        "reports": offers(asked.viewer, ReportKind.AREA, [area_id], asked.days()),
        "page_data": _page_data(asked, asked.level, shown, area_id),
    }
    return render(request, "web/district.html", context, status=200 if asked.form.is_valid() else 400)


@require_safe
def district_outlines(request: HttpRequest) -> HttpResponse:
    """GeoJSON of a level's areas: published boundaries, the same for everybody."""
    known = {level.code: level for level in levels(timezone.localdate())}
    level = known.get(request.GET.get("level", ""))
    if level is None:
        told = _("There are no such areas and boundaries.")
        return HttpResponse(told, "text/plain; charset=utf-8", status=400)
    response = HttpResponse(outlines(level), content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
@never_cache
@limited_file
def district_export(request: HttpRequest, shape: str) -> HttpResponse:
    """The league as CSV or XLSX, whole and in the order of the page; empty where there are no boundaries."""
    asked = districts_asked(request)
    if wrong := refused(asked.form):
        return wrong
    measure = asked.measure
    head = [
        *(_("Place"), _("District"), f"{measure.name} ({measure.unit})", _("Told of")),
        *(_("Appeals"), _("Allowing for size"), _("Against the mean")),
    ]
    if by_residents := Need.RESIDENTS in measure.needs:
        head.append(_("Residents known on % of the ground"))
    found = league(measure, asked.areas(asked.level) if asked.level else [])
    rows = ordered(lines(found, measure, asked.filters, asked.query), request.GET.get("sort", ""))
    return sheet(_cells(rows, by_residents=by_residents), head, shape=shape, name=f"districts-{measure.code}")


def _cells(rows: list[Line], *, by_residents: bool) -> Iterator[list[Any]]:
    for line in rows:
        row = line.row
        value = line.value if row.measured.value is None else row.measured.value
        cells = [row.place, row.name, value, row.measured.n, row.appeals, row.shrunk, str(line.standing)]
        if by_residents:
            cells.append(int(row.measured.residents_known * 100))
        yield [harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in cells]


def _context(asked: DistrictsAsked, area_id: int | None = None) -> dict[str, Any]:
    """What both pages show: of the whole, or of the page's own area."""

    def here(since: datetime | None) -> DistrictsAsked:
        return asked if area_id is None else asked.of_area(area_id, since=since)

    today = timezone.localdate(asked.now)
    compared = here(asked.before.since)
    return {
        "form": asked.form,
        "measure": asked.measure,
        "level": asked.level,
        "query": asked.query,
        "period": asked.days(),
        "by_place": asked.by_place(),
        "months": months(months_beside(asked.viewer, here(compared_since(today)).selection, today=today)),
        "grown": [
            (topic, _list_address(compared, topic.topic.code))
            for topic in growing_topics(asked.viewer, compared.selection, compared.before)
        ],
        "risks": _risks(here(None)),
    }


def _reports(asked: DistrictsAsked, level: Level) -> list[Offer]:
    """Of the areas that the viewer looks over; for others of the one in which all that are compared lie."""
    whole = around(level)
    return offers_of_overseen(asked.viewer, asked.days()) or offers(
        asked.viewer, ReportKind.AREA, [] if whole is None else [whole], asked.days()
    )


def _list_address(here: DistrictsAsked, topic: str) -> str:
    """Of a topic's appeals; empty where they were counted within a polygon, by which no list can be asked."""
    if here.selection.boundary_ids:
        return ""
    area_ids = here.selection.area_ids
    area = {"area": ",".join(map(str, area_ids))} if area_ids else {}
    return here.filters.list_address(topic=topic, **area)


def _risks(here: DistrictsAsked) -> dict[str, Any] | None:
    """For staff alone. desk: whether the viewer has one that lists the same."""
    if not may(here.viewer, Permission.SEE_DEADLINES):
        return None
    found = risks(here.viewer, here.anytime(), now=here.now)
    return {"found": found, "desk": may(here.viewer, Permission.WORK)}


def _page_data(
    asked: DistrictsAsked, level: Level, shown: list[Line], area_id: int | None = None
) -> dict[str, Any]:
    """What the map is coloured by: classes as of the heat map's legend, and words of each area."""
    measure = asked.measure
    values = [line.row.measured.value for line in shown if line.row.measured.value is not None]
    diverging = measure.scale == Scale.DIVERGING
    bounds = (classes.diverging if diverging else classes.bounds)(values)
    return {
        "map": map_data(extent(level)),
        "outlines": f"{reverse('web:district_outlines')}?level={level.code}",
        "diverging": diverging,
        "less_is_worse": measure.worse is False,
        "bounds": bounds,
        "labels": [told(measure, round(bound, measure.decimals)) for bound in bounds],
        "chosen": area_id,
        "areas": [
            {
                "id": line.row.area_id,
                "name": line.row.name,
                "told": line.value,
                "class": None
                if line.row.measured.value is None
                else classes.class_of(line.row.measured.value, bounds),
                "sure": line.row.standing in SURE,
                "page": line.page,
            }
            for line in shown
        ],
    }
