"""Heat maps as a table, as cells on the map, as a file; the counting is done by `analytics.queries.heatmap`."""

import csv
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from analytics.asking import Question, bounds_of, question
from analytics.queries.heatmap import ORDINARY, HeatMap, fitted_heatmap, heatmap
from analytics.queries.legends import Wanted, legend
from analytics.rules.classes import Division, Method
from analytics.telling import figures_of
from api.measures import head_of, legend_of, period_of
from api.params import ClassesParams, HeatmapParams
from api.renderers import GEO_JSON, to_json
from api.schema import answers
from api.serializers.heatmap import ClassesSerializer, HeatmapCollectionSerializer, HeatmapSerializer
from api.views.base import ApiView
from geo import hexgrid

# By its name: folium takes 50 MB of each process that loads it, and this one format needs it.
DRAWER = "analytics.exporting.heat.heatmap_html"
COLUMNS = ("cell", "lon", "lat", "value", "n", "why", "count", "open", "supports", "per_km2")


class HeatmapView(ApiView):
    """Appeals per H3 cell for any filter of the list; the counts add up to the list's numberMatched."""

    permissions = {"GET": Permission.READ}
    params_class = HeatmapParams

    @extend_schema(
        operation_id="heatmap",
        summary=_("Heat map"),
        parameters=[HeatmapParams],
        responses=answers(
            {
                (200, "application/json"): HeatmapSerializer,
                (200, GEO_JSON): HeatmapCollectionSerializer,
                (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR),
                (200, "text/html"): OpenApiResponse(OpenApiTypes.STR),
            },
            503,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        params = self.params
        asked, resolution = question(request.query_params, timezone.now()), params.get("resolution")
        if params["format"] == "html":
            return self._as_html(asked, resolution or ORDINARY, _division(params))
        if resolution is None:
            found = fitted_heatmap(self.viewer, asked.selection, asked=asked.asked)
        else:
            found = HeatMap(resolution, heatmap(self.viewer, asked.selection, resolution, asked.asked))
        shape = {"json": as_json, "geojson": as_geojson, "csv": as_csv}[params["format"]]
        return shape(found, asked, self._classes(asked, found.resolution, params.get("classes")))

    def _classes(self, asked: Question, resolution: int, method: str | None) -> dict[str, Any] | None:
        if method is None:
            return None
        wanted = Wanted(Method(method))
        found = legend(self.viewer, asked.selection, asked.measure, resolution, wanted, asked.asked)
        return legend_of(found, method)

    def _as_html(self, asked: Question, finest: int, division: Division) -> HttpResponse:
        language = get_language() or "ru"
        page = import_string(DRAWER)(
            self.viewer, asked.selection, finest, language, asked.measure, asked.asked, division
        )
        # A file to keep: shown in place, the page's own policy and the site's would both apply.
        name = f"heatmap-{asked.measure.code}-r{page.resolution}.html"
        return _file(page.html, "text/html; charset=utf-8", name)


class ClassesView(ApiView):
    """Classes of a heat map's legend over the whole selection, so that they stay while the map is moved."""

    permissions = {"GET": Permission.READ}
    params_class = ClassesParams

    @extend_schema(
        operation_id="heatmap_classes",
        summary=_("Classes of a heat map's legend"),
        parameters=[ClassesParams],
        responses=answers({200: ClassesSerializer}, 503),
    )
    def get(self, request: Request) -> HttpResponse:
        params = self.params
        asked = question(request.query_params, timezone.now())
        wanted = Wanted(Method(params["method"]), params["number"], "frames" in params)
        found = legend(self.viewer, asked.selection, asked.measure, params["resolution"], wanted, asked.asked)
        head = {"measure": head_of(asked.measure), "resolution": params["resolution"]}
        periods = {"period": period_of(asked.selection), "before": period_of(asked.asked.before)}
        return HttpResponse(to_json(head | periods | legend_of(found, params["method"])), "application/json")


def _division(params: dict[str, Any]) -> Division:
    """Raises InvalidFilter."""
    return Division(
        Method(params.get("classes", Method.QUANTILES)), tuple(bounds_of(params.get("bounds", "")))
    )


def as_json(found: HeatMap, asked: Question, classes: dict[str, Any] | None) -> HttpResponse:
    """A table as JSON."""
    rows = [{"cell": str(cell.cell), **figures_of(cell, asked)} for cell in found.cells]
    return HttpResponse(to_json({**_head(found, asked, classes), "cells": rows}), "application/json")


def as_geojson(found: HeatMap, asked: Question, classes: dict[str, Any] | None) -> HttpResponse:
    """Hexagons with their figures."""
    features = [
        {
            "type": "Feature",
            "id": str(cell.cell),
            "geometry": {"type": "Polygon", "coordinates": [hexgrid.ring(cell.cell)]},
            "properties": figures_of(cell, asked),
        }
        for cell in found.cells
    ]
    head = {"type": "FeatureCollection", **_head(found, asked, classes)}
    return HttpResponse(to_json({**head, "features": features}), GEO_JSON)


def as_csv(found: HeatMap, asked: Question, _classes: dict[str, Any] | None) -> HttpResponse:
    """A table for a spreadsheet: UTF-8, comma-separated, one row per cell with its centre in WGS84 degrees."""
    text = StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, *(("before",) if asked.asked.before else ())))
    writer.writeheader()
    for cell in found.cells:
        centre = hexgrid.centre(cell.cell)
        place = {"lon": round(centre.lon, 6), "lat": round(centre.lat, 6)}
        writer.writerow({"cell": str(cell.cell), **place, **figures_of(cell, asked)})
    name = f"heatmap-{asked.measure.code}-r{found.resolution}.csv"
    return _file(text.getvalue(), "text/csv; charset=utf-8", name)


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type, headers=headers)


def _head(found: HeatMap, asked: Question, classes: dict[str, Any] | None) -> dict[str, Any]:
    head = {
        "metric": asked.measure.code.value,
        "measure": head_of(asked.measure),
        "period": period_of(asked.selection),
        "before": period_of(asked.asked.before),
        "resolution": found.resolution,
        "numberMatched": sum(cell.count for cell in found.cells),
    }
    return head if classes is None else {**head, "classes": classes}
