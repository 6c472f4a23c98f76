"""Figures of a polygon, a cell or an area; the counting is done by `analytics.queries.figures`."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from analytics.asking import compared_with_before
from analytics.queries.figures import Top, figures
from api.measures import all_measures, period_of, tally_of
from api.params import FiguresParams
from api.renderers import to_json
from api.schema import answers
from api.serializers.figures import SelectionFiguresSerializer
from api.views.base import ApiView
from appeals.selecting import PARAMETERS


class FiguresView(ApiView):
    """All measures of one selection, its months, topics and executors; the list holds the same appeals."""

    permissions = {"GET": Permission.READ}
    params_class = FiguresParams

    @extend_schema(
        operation_id="heatmap_figures",
        summary=_("Figures of a polygon, a cell or an area"),
        parameters=[FiguresParams],
        responses=answers({200: SelectionFiguresSerializer}, 503),
    )
    def get(self, request: Request) -> HttpResponse:
        now = timezone.now()
        wanted = self.params.get("compare", "")
        selection, before = compared_with_before(request.query_params, wanted, now)
        found = figures(self.viewer, selection, now=now, before=before, language=get_language() or "ru")
        body = {
            "numberMatched": found.facts.tally.appeals,
            "appeals": _list_address(request),
            "period": period_of(selection),
            "before": period_of(before),
            "km2": found.facts.km2,
            "tally": tally_of(found.facts.tally),
            "measures": all_measures(found.facts),
            "months": [{"month": str(month), **tally_of(tally)} for month, tally in found.months],
            "topics": [_top(top) for top in found.topics],
            "executors": [_top(top) for top in found.executors],
        }
        return HttpResponse(to_json(body), "application/json")


def _top(top: Top) -> dict[str, Any]:
    return {"id": top.id, "code": top.code, "name": top.name, **tally_of(top.tally)}


def _list_address(request: Request) -> str:
    """The list by the same filter."""
    kept = request.query_params.copy()
    for name in set(kept) - set(PARAMETERS):
        del kept[name]
    query = kept.urlencode(safe=",")
    return request.build_absolute_uri(reverse("api:appeals")) + (f"?{query}" if query else "")
