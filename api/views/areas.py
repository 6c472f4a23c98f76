"""Areas in force on a day: list and one; boundaries are read, never changed here."""

from datetime import date
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import GeoFunc
from django.contrib.gis.geos import Polygon
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from api.params import AreaDetailParams, AreaParams, point_of
from api.renderers import GeoJsonRenderer
from api.schema import answers
from api.serializers.areas import AreaCollectionSerializer, AreaFeatureSerializer
from api.views.base import ApiView, next_link
from geo.types import BBox
from territories.models import Boundary, BoundaryVersion
from territories.queries import areas_covering

# About 30 m at 60° N: an outline that is right at the zoom of a whole town.
SIMPLIFY_DEG = 0.0004


class Simplified(GeoFunc):
    """ST_SimplifyPreserveTopology of a polygon; tolerance in the polygon's own unit, degrees."""

    function = "ST_SimplifyPreserveTopology"
    geom_param_pos = (0,)
    output_field = GeometryField(srid=4326)


def boundaries_on(day: date, geometry: str) -> QuerySet[Boundary]:
    """Boundaries of the published versions in force on a day, with `shape` as asked: none, simplified or full."""
    shapes: dict[str, Combinable] = {
        "none": Value(None, GeometryField(srid=4326)),
        "simplified": Simplified("geom", SIMPLIFY_DEG),
        "full": F("geom"),
    }
    return (
        Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(day))
        .select_related("area__collection", "version")
        .annotate(shape=shapes[geometry])
        .defer("geom")
        .order_by("area_id")
    )


def narrow(boundaries: QuerySet[Boundary], params: dict[str, Any], day: date) -> QuerySet[Boundary]:
    """The list's filters, all of which must hold."""
    columns = {"kind": "area__kind", "collection": "area__collection__slug", "parent": "parent_id"}
    found = boundaries.filter(**{column: params[name] for name, column in columns.items() if name in params})
    box: BBox | None = params.get("bbox")
    if box is not None:
        found = found.filter(geom__intersects=Polygon.from_bbox(box.as_tuple()))
    point = point_of(params)
    if point is not None:
        found = found.filter(area_id__in=[hit.area_id for hit in areas_covering(point, on=day)])
    return found


class AreasView(ApiView):
    """Areas, by number."""

    permissions = {"GET": Permission.READ}
    params_class = AreaParams
    renderer_classes = (GeoJsonRenderer,)

    @extend_schema(
        operation_id="areas",
        summary=_("Areas in force on a day"),
        parameters=[AreaParams],
        responses=answers({(200, "application/geo+json"): AreaCollectionSerializer}),
    )
    def get(self, request: Request) -> Response:
        params = self.params
        day = params.get("on") or timezone.localdate()
        found = narrow(boundaries_on(day, params["geometry"]), params, day)
        limit = params["limit"]
        page = list(found.filter(area_id__gt=params.get("cursor", 0))[: limit + 1])
        following = page[limit - 1].area_id if len(page) > limit else None
        features = AreaFeatureSerializer(page[:limit], many=True).data
        return Response(
            {
                "type": "FeatureCollection",
                "numberMatched": found.count(),
                "numberReturned": len(features),
                "links": {"next": next_link(request, following)},
                "features": features,
            }
        )


class AreaView(ApiView):
    """One area."""

    permissions = {"GET": Permission.READ}
    params_class = AreaDetailParams
    renderer_classes = (GeoJsonRenderer,)

    @extend_schema(
        operation_id="area",
        summary=_("One area on a day"),
        parameters=[AreaDetailParams],
        responses=answers({(200, "application/geo+json"): AreaFeatureSerializer}, 404),
    )
    def get(self, request: Request, area_id: int) -> Response:
        params = self.params
        day = params.get("on") or timezone.localdate()
        boundary = boundaries_on(day, params["geometry"]).filter(area_id=area_id).first()
        if boundary is None:
            raise NotFound
        return Response(AreaFeatureSerializer(boundary).data)
