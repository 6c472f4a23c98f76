"""Container sites on the map with their figures; counted by `analytics.queries.waste`, as the page's are."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from analytics.queries.waste import SiteRow, waste_figures
from analytics.rules.waste import USUAL_DAYS
from api.params import WasteParams
from api.renderers import GeoJsonRenderer
from api.schema import answers
from api.serializers.waste import SiteCollectionSerializer
from api.views.base import ApiView


class WasteSitesView(ApiView):
    """Sites of the organisations in which the viewer works; all for administrators."""

    permissions = {"GET": Permission.SEE_WASTE}
    params_class = WasteParams
    renderer_classes = (GeoJsonRenderer,)

    @extend_schema(
        operation_id="waste_sites",
        summary=_("Container sites with complaints about them"),
        parameters=[WasteParams],
        responses=answers({(200, "application/geo+json"): SiteCollectionSerializer}, 403),
    )
    def get(self, request: Request) -> Response:
        since, last = _days(self.params)
        operator = self.params.get("operator")
        found = waste_figures(
            self.viewer,
            since=since,
            until=last + timedelta(days=1),
            operator_ids=[operator] if operator else [],
        )
        features = [_feature(row) for row in found.sites]
        head = {"type": "FeatureCollection", "since": since.isoformat(), "until": last.isoformat()}
        return Response({**head, "features": features})


def _days(params: dict[str, Any]) -> tuple[date, date]:
    """First and last day. Raises ValidationError."""
    last: date = params.get("until") or timezone.localdate()
    since: date = params.get("since") or last - timedelta(days=USUAL_DAYS - 1)
    if since > last:
        raise ValidationError({"until": [_("It would end before it begins.")]})
    return since, last


def _feature(row: SiteRow) -> dict[str, Any]:
    site, tally = row.site, row.tally
    told = ("code", "name", "address", "containers", "route_days")
    counted = ("complaints", "violations", "early", "unknown", "repeats")
    return {
        "type": "Feature",
        "id": site.pk,
        "geometry": {"type": "Point", "coordinates": [round(site.location.x, 7), round(site.location.y, 7)]},
        "properties": {
            **{name: getattr(site, name) for name in told},
            "operator": site.operator.name,
            **{name: getattr(tally, name) for name in counted},
            "stands_out": row.stands_out,
            "sparse": row.sparse,
        },
    }
