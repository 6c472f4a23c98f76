"""The heat map in view as one HTML file that opens without a network; not the figures themselves (queries.heatmap)."""

import json
from dataclasses import dataclass
from datetime import timedelta

import folium
from branca.element import Element, Figure
from django.contrib.gis.geos import Polygon
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.types import Viewer
from analytics.exporting.colours import spread
from analytics.exporting.controls import Controls
from analytics.exporting.sealing import OfflineMap, sealed
from analytics.filter_words import filter_words
from analytics.labels import LACKS
from analytics.measures import MEASURES, Measure
from analytics.numbers import rounded, telling
from analytics.queries.heatmap import MOST_CELLS, TALLIES, Asked, CellFigures, HeatMap, fitted_heatmap
from analytics.rules.classes import BY_QUANTILES, Division, class_of, diverging
from analytics.rules.classes import bounds as class_bounds
from analytics.types import MeasureCode, Measured, Scale
from appeals.types import Selection
from geo import hexgrid
from geo.models import Source
from territories.models import Boundary, BoundaryVersion

# ColorBrewer PuOr, six classes: less than before to more.
BOTH_WAYS = ("#542788", "#998ec3", "#d8daeb", "#fee0b6", "#f1a340", "#b35806")
UNTOLD = "#d9e0e6"
MOST_AREAS = 400
OUTLINE_TOLERANCE_DEG = 0.0004
STYLE = """
html, body { margin: 0; height: 100%; font: 15px/1.5 system-ui, sans-serif; color: #14202b; background: #f4f6f8; }
.folium-map { position: absolute; inset: 0; background: #eef1f3; }
.sheet { position: absolute; z-index: 1000; right: 16px; bottom: 16px; max-width: 20rem; padding: 12px 16px;
  background: #fff; border-radius: 16px; box-shadow: 0 2px 12px #14202b33; }
.sheet h1 { margin: 0 0 4px; font-size: 16px; }
.sheet p { margin: 0; color: #566573; font-size: 14px; }
.sheet ul { margin: 8px 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.sheet svg { vertical-align: -2px; margin-right: 8px; }
@media (max-width: 600px) {
  body { display: flex; flex-direction: column; }
  .folium-map { position: relative; flex: 1; min-height: 50%; }
  .sheet { position: static; max-width: none; border-radius: 0; }
  .sheet ul { columns: 2; }
}
"""


@dataclass(frozen=True, slots=True)
class HeatPage:
    """The page as text, and the resolution that it came to."""

    html: str
    resolution: int


def heatmap_html(
    viewer: Viewer,
    selection: Selection,
    finest: int,
    language: str = "ru",
    measure: Measure = MEASURES[MeasureCode.COUNT],
    asked: Asked = TALLIES,
    division: Division = BY_QUANTILES,
) -> HeatPage:
    """One self-contained page: cells of a resolution (4…12) the viewer may see, areas in force, a legend.

    Where the resolution has more than MOST_CELLS the cells are larger ones, and the legend says so: no cell is left
    out. It loads nothing, and its content policy names each script and style by hash. Raises InvalidFilter
    (resolution, bbox) and AssetsNotBuilt.
    """
    found = fitted_heatmap(viewer, selection, finest, asked)
    with translation.override(language):
        page = OfflineMap(
            location=_middle(found.cells),
            zoom_start=11,
            tiles=None,
            zoom_control=False,
            prefer_canvas=True,
            attributionControl=False,
        )
        page.add_child(Controls())
        values = [measure.of_facts(cell.facts) for cell in found.cells]
        told = [one.value for one in values if one.value is not None]
        divided = diverging if measure.scale == Scale.DIVERGING else class_bounds
        bounds = list(division.by_hand) or divided(told, method=division.method)
        _draw_areas(page, found.cells)
        _draw_cells(page, found.cells, values, bounds, measure)
        figure = Figure(title=escape(_title(measure)))
        figure.add_child(page)
        lines = [*_lines(found, selection), _coarsened(found.resolution, finest)]
        words = _classes(bounds, measure, by_hand=bool(division.by_hand))
        figure.html.add_child(Element(_legend(bounds, words, measure, lines, len(values) - len(told))))
        return HeatPage(sealed(figure.render(), language=language, style=STYLE), found.resolution)


def colours_of(measure: Measure, bounds: list[float]) -> list[str]:
    """A colour for each class, the strongest for the worst; few classes take the outer colours first, those on both
    sides of zero alike.
    """
    if measure.scale == Scale.SEQUENTIAL:
        found = spread(len(bounds))
        return found[::-1] if measure.worse is False else found
    below = sum(bound < 0 for bound in bounds)
    half = len(BOTH_WAYS) // 2
    less = [BOTH_WAYS[min(number, half - 1)] for number in range(below)]
    more = [BOTH_WAYS[-1 - min(number, half - 1)] for number in range(len(bounds) - below)]
    return [*less, *reversed(more)]


def _middle(cells: list[CellFigures]) -> tuple[float, float]:
    """Latitude and longitude, in Leaflet's order, of the fullest cell."""
    if not cells:
        return (0.0, 0.0)
    centre = hexgrid.centre(max(cells, key=lambda cell: cell.count).cell)
    return (centre.lat, centre.lon)


def _draw_cells(
    page: folium.Map,
    cells: list[CellFigures],
    values: list[Measured],
    bounds: list[float],
    measure: Measure,
) -> None:
    if not cells:
        return
    colours = colours_of(measure, bounds)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [_ring(cell)]},
            "properties": {
                "value": measured.value,
                "told": _told(measured, measure),
                "fill": UNTOLD if measured.value is None else colours[class_of(measured.value, bounds)],
            },
        }
        for cell, measured in zip(cells, values, strict=True)
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": 0.75,
            "weight": 0.5,
            "color": "#ffffff",
        },
        tooltip=folium.GeoJsonTooltip(fields=["told"], aliases=[_title(measure)], style="font: inherit"),
    ).add_to(page)
    box = hexgrid.box_around(cell.cell for cell in cells)
    page.fit_bounds([[box.south, box.west], [box.north, box.east]])


def _ring(cell: CellFigures) -> list[tuple[float, float]]:
    return [(round(lon, 6), round(lat, 6)) for lon, lat in hexgrid.ring(cell.cell)]


def _draw_areas(page: folium.Map, cells: list[CellFigures]) -> None:
    """Outlines of the areas around, so that the cells can be placed without a basemap."""
    if not cells:
        return
    box = hexgrid.box_around(cell.cell for cell in cells)
    shown = Boundary.objects.filter(
        version__in=BoundaryVersion.objects.in_force(timezone.localdate()),
        geom__intersects=Polygon.from_bbox(box.as_tuple()),
    ).order_by("-area_m2")[:MOST_AREAS]
    outlines = [
        json.loads(boundary.geom.simplify(OUTLINE_TOLERANCE_DEG, preserve_topology=True).json)
        for boundary in shown
    ]
    if outlines:
        folium.GeoJson(
            {"type": "GeometryCollection", "geometries": outlines},
            style_function=lambda _feature: {"fill": False, "weight": 1, "color": "#566573"},
            interactive=False,
        ).add_to(page)


def _told(measured: Measured, measure: Measure) -> str:
    """The value as the reader's language writes numbers, or why there is none."""
    if measured.value is None:
        return str(LACKS[measured.why]) if measured.why else "—"
    return telling(measured.value, measure.decimals if measured.value % 1 else 0)


def _title(measure: Measure) -> str:
    """The measure's name, and its unit where the name does not say it."""
    return f"{measure.name}, %" if measure.unit == "%" else str(measure.name)


def _legend(bounds: list[float], words: list[str], measure: Measure, lines: list[str], untold: int) -> str:
    """The measure, what it is of, and the classes, as HTML without styles of its own."""
    classes = list(zip(colours_of(measure, bounds), words, strict=True))
    if untold:
        classes.append((UNTOLD, _("too few appeals, or not known")))
    rows = "".join(
        f'<li><svg width="16" height="16" aria-hidden="true"><rect width="16" height="16" rx="3" '
        f'fill="{colour}"/></svg>{escape(text)}</li>'
        for colour, text in classes
    )
    texts = "".join(f"<p>{_inert(line)}</p>" for line in lines if line)
    return f'<section class="sheet"><h1>{escape(_title(measure))}</h1>{texts}<ul>{rows}</ul></section>'


def _lines(found: HeatMap, selection: Selection) -> list[str]:
    """The number of appeals, what the filter leaves, the period, the day, and the sources' credits."""
    total = sum(cell.count for cell in found.cells)
    return [
        ngettext("%(number)s appeal", "%(number)s appeals", total) % {"number": rounded(total)},
        *filter_words(selection, timezone.localdate()),
        _period(selection),
        _("As of %(day)s") % {"day": date_format(timezone.localdate())},
        *Source.objects.exclude(attribution="").values_list("attribution", flat=True).distinct(),
    ]


def _coarsened(resolution: int, asked: int) -> str:
    """What the reader must know of cells larger than those asked for; empty when they are as asked."""
    if resolution == asked:
        return ""
    told = _(
        "The cells are larger than asked for, resolution %(resolution)s instead of %(asked)s: of the smaller ones"
        " there are more than %(most)s."
    )
    return told % {"resolution": resolution, "asked": asked, "most": rounded(MOST_CELLS)}


def _inert(text: str) -> str:
    """Text as HTML without braces: branca runs an element's text as a Jinja template, imported names among it."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _classes(bounds: list[float], measure: Measure, *, by_hand: bool) -> list[str]:
    """Where each class begins; the first one by hand holds whatever is less than the second."""
    told = [telling(bound, measure.decimals if bound % 1 else 0) for bound in bounds]
    words = [_("from %(bound)s") % {"bound": bound} for bound in told]
    if by_hand and len(told) > 1:
        words[0] = _("below %(bound)s") % {"bound": told[1]}
    return words


def _period(selection: Selection) -> str:
    since = date_format(timezone.localtime(selection.since)) if selection.since else ""
    # An end is exclusive: the day that it ends is the one before.
    last = timezone.localtime(selection.until) - timedelta(microseconds=1) if selection.until else None
    until = date_format(last) if last else ""
    if since and until:
        return _("From %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("Since %(since)s") % {"since": since}
    return _("Until %(until)s") % {"until": until} if until else _("All time")
