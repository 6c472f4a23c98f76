"""A heat map by months in one answer, to be played through; the counting is done by `analytics.queries.played`."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from analytics.asking import question
from analytics.queries.played import played
from analytics.rules.classes import Method
from api.measures import head_of
from api.params import MonthsParams
from api.renderers import GEO_JSON, to_json
from api.schema import answers
from api.serializers.months import MonthsSerializer
from api.views.base import ApiView
from geo import hexgrid

# Of a degree: some 10 cm, finer than any screen shows.
PLACES = 6


class MonthsView(ApiView):
    """A measure per cell and month of the period; the counts of each month are the list's numberMatched for it."""

    permissions = {"GET": Permission.READ}
    params_class = MonthsParams

    @extend_schema(
        operation_id="heatmap_months",
        summary=_("Heat map by months"),
        parameters=[MonthsParams],
        responses=answers({(200, GEO_JSON): MonthsSerializer}, 503),
    )
    def get(self, request: Request) -> HttpResponse:
        params, asked = self.params, question(request.query_params, timezone.now())
        method, finest = Method(params["method"]), params.get("resolution")
        found = played(self.viewer, asked.selection, asked.measure, asked.asked, finest, method)
        features = [
            {
                "type": "Feature",
                "id": str(cell),
                "geometry": {"type": "Polygon", "coordinates": [_rounded(hexgrid.ring(cell))]},
                "properties": {
                    f"m{number}": value for number, value in enumerate(values) if value is not None
                },
            }
            for cell, values in found.cells.items()
        ]
        months = [
            {"month": str(month), "count": count}
            for month, count in zip(found.months, found.counts, strict=True)
        ]
        head = {"measure": head_of(asked.measure), "resolution": found.resolution, "bounds": found.bounds}
        body = {"type": "FeatureCollection", **head, "months": months, "features": features}
        return HttpResponse(to_json(body), GEO_JSON)


def _rounded(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(round(lon, PLACES), round(lat, PLACES)) for lon, lat in ring]
