"""Hot spots as a table, as cells on the map, as a file; the counting is done by `analytics.queries.hotspots`."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from accounts.visits import address_of
from analytics.labels import COURSES, NUMBERS, TROUBLES
from analytics.queries.hotspots import Asked, HotSpots, SpotCell
from analytics.rules.hotspots import more_is_worse
from analytics.services.hotspots import spots_for
from analytics.types import Period, Spot
from api.params import HotSpotsParams
from api.renderers import GEO_JSON, to_json
from api.schema import RETRY_AFTER, answers
from api.serializers.hotspots import HotSpotsCollectionSerializer, HotSpotsSerializer
from api.views.base import ApiView
from appeals.selecting import selection_from_params
from appeals.types import Selection
from geo import hexgrid
from geo.types import HexCell

COLUMNS = ("cell", "lon", "lat", "count", "around", "z", "p", "q", "class", "level", "words")
COLUMNS_OF_SERIES = ("course", "course_words", "trend", "hot")


class HotSpotsView(ApiView):
    """Cells that are significantly above or below the whole region, by Getis-Ord Gi*; false findings are bounded."""

    permissions = {"GET": Permission.READ}
    params_class = HotSpotsParams

    @extend_schema(
        operation_id="hotspots",
        summary=_("Hot spots"),
        parameters=[HotSpotsParams, RETRY_AFTER],
        responses=answers(
            {
                (200, "application/json"): HotSpotsSerializer,
                (200, GEO_JSON): HotSpotsCollectionSerializer,
                (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR),
            },
            429,
            503,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        params, selection = self.params, selection_from_params(request.query_params)
        step = Period(params["over"]) if "over" in params else None
        asked = Asked(params.get("resolution"), params["rings"], step, params["periods"])
        address = address_of(request)
        found = spots_for(self.viewer, selection, asked, address=address, now=timezone.now())
        rows = [_figures(cell, found, selection) for cell in found.rows(significant=params["significant"])]
        shape = {"json": as_json, "geojson": as_geojson, "csv": as_csv}[params["format"]]
        return shape(found, rows)


Figures = dict[str, Any]


def as_json(found: HotSpots, rows: list[Figures]) -> HttpResponse:
    """A table as JSON."""
    return HttpResponse(to_json({**_head(found), "cells": rows}), "application/json")


def as_geojson(found: HotSpots, rows: list[Figures]) -> HttpResponse:
    """Hexagons with their figures."""
    features = [
        {
            "type": "Feature",
            "id": row["cell"],
            "geometry": {"type": "Polygon", "coordinates": [hexgrid.ring(HexCell(int(row["cell"], 16)))]},
            "properties": {name: value for name, value in row.items() if name != "cell"},
        }
        for row in rows
    ]
    head = {"type": "FeatureCollection", **_head(found)}
    return HttpResponse(to_json({**head, "features": features}), GEO_JSON)


def as_csv(found: HotSpots, rows: list[Figures]) -> HttpResponse:
    """A table for a spreadsheet: UTF-8, comma-separated, one row per cell with its centre in WGS84 degrees."""
    text = StringIO()
    columns = COLUMNS + (COLUMNS_OF_SERIES if found.starts else ())
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        centre = hexgrid.centre(HexCell(int(row["cell"], 16)))
        writer.writerow({**row, "lon": round(centre.lon, 6), "lat": round(centre.lat, 6)})
    name = f"hotspots-r{found.resolution}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.getvalue(), "text/csv; charset=utf-8", headers=headers)


def _head(found: HotSpots) -> Figures:
    return {
        "resolution": found.resolution,
        "rings": found.rings,
        "cells_tested": len(found.cells),
        "enough": found.enough,
        "count": int(found.counts.sum()),
        "mean": round(found.mean, 3),
        "counted_at": found.counted_at,
        "periods": found.starts,
    }


def _figures(cell: SpotCell, found: HotSpots, selection: Selection) -> Figures:
    figures: Figures = {
        "cell": str(cell.cell),
        "count": cell.count,
        "around": round(cell.around, 3),
        "z": round(cell.z, 3),
        # Chances are told by their size: rounded to places, the least would be none.
        "p": float(f"{cell.p:.3g}"),
        "q": float(f"{cell.q:.3g}"),
        "class": cell.spot.value,
        "level": cell.level,
        "words": str(_words(selection)[cell.spot]),
    }
    return figures | _series(cell) if found.starts else figures


def _series(cell: SpotCell) -> Figures:
    return {
        "course": cell.course.value,
        "course_words": str(COURSES[cell.course]),
        "trend": round(cell.trend, 3),
        "hot": cell.hot,
        "zs": [round(z, 2) for z in cell.zs],
    }


def _words(selection: Selection) -> Mapping[Spot, Any]:
    worse = more_is_worse(frozenset(selection.kinds), frozenset(selection.states))
    return TROUBLES if worse else NUMBERS
