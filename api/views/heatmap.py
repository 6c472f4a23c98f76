"""Heat maps as a table, as cells on the map, as a file; the counting is done by `analytics.queries.heatmap`."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from analytics.queries.heatmap import ORDINARY, CellFigures, HeatMap, Metric, fitted_heatmap, heatmap
from api.params import HeatmapParams
from api.renderers import GEO_JSON, to_json
from api.schema import answers
from api.serializers.heatmap import HeatmapCollectionSerializer, HeatmapSerializer
from api.views.base import ApiView
from appeals.selecting import selection_from_params
from appeals.types import Selection
from geo import hexgrid
from geo.types import HexCell

COLUMNS = ("cell", "lon", "lat", "value", "count", "open", "supports", "per_km2")


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
        metric, resolution = Metric(params["metric"]), params.get("resolution")
        selection = selection_from_params(request.query_params)
        if params["format"] == "html":
            return self._as_html(selection, metric, resolution or ORDINARY)
        if resolution is None:
            found = fitted_heatmap(self.viewer, selection)
        else:
            found = HeatMap(resolution, heatmap(self.viewer, selection, resolution))
        shape = {"json": as_json, "geojson": as_geojson, "csv": as_csv}[params["format"]]
        return shape(found.cells, metric, found.resolution)

    def _as_html(self, selection: Selection, metric: Metric, finest: int) -> HttpResponse:
        from analytics.exporting.heat import heatmap_html  # noqa: PLC0415 - folium costs a process 74 MB; few ask for this file

        page = heatmap_html(self.viewer, selection, finest, get_language() or "ru", metric)
        # A file to keep: shown in place, the page's own policy and the site's would both apply.
        return _file(page.html, "text/html; charset=utf-8", f"heatmap-{metric}-r{page.resolution}.html")


def as_json(cells: Sequence[CellFigures], metric: Metric, resolution: int) -> HttpResponse:
    """A table as JSON."""
    rows = [{"cell": str(cell.cell), **_figures(cell, metric)} for cell in cells]
    return HttpResponse(to_json({**_head(cells, metric, resolution), "cells": rows}), "application/json")


def as_geojson(cells: Sequence[CellFigures], metric: Metric, resolution: int) -> HttpResponse:
    """Hexagons with their figures."""
    features = [
        {
            "type": "Feature",
            "id": str(cell.cell),
            "geometry": {"type": "Polygon", "coordinates": [_ring(cell.cell)]},
            "properties": _figures(cell, metric),
        }
        for cell in cells
    ]
    head = {"type": "FeatureCollection", **_head(cells, metric, resolution)}
    return HttpResponse(to_json({**head, "features": features}), GEO_JSON)


def as_csv(cells: Sequence[CellFigures], metric: Metric, resolution: int) -> HttpResponse:
    """A table for a spreadsheet: UTF-8, comma-separated, one row per cell with its centre in WGS84 degrees."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for cell in cells:
        centre = hexgrid.centre(cell.cell)
        place = {"lon": round(centre.lon, 6), "lat": round(centre.lat, 6)}
        writer.writerow({"cell": str(cell.cell), **place, **_figures(cell, metric)})
    return _file(text.getvalue(), "text/csv; charset=utf-8", f"heatmap-{metric}-r{resolution}.csv")


def _ring(cell: HexCell) -> list[tuple[float, float]]:
    corners = hexgrid.outline(cell)
    return [*corners, corners[0]]


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type, headers=headers)


def _head(cells: Sequence[CellFigures], metric: Metric, resolution: int) -> dict[str, Any]:
    total = sum(cell.count for cell in cells)
    return {"metric": metric.value, "resolution": resolution, "numberMatched": total}


def _figures(cell: CellFigures, metric: Metric) -> dict[str, float]:
    return {
        "value": cell.value(metric),
        "count": cell.count,
        "open": cell.open,
        "supports": cell.supports,
        "per_km2": round(cell.per_km2, 3),
    }
