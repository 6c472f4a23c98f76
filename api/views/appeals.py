"""Appeals on the map: the list, those near a place, one with its history; which ones is decided by the viewer."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from api.params import ListParams, NearbyParams, NoParams, point_of
from api.places import lies_outside
from api.renderers import GEO_JSON, GeoJsonRenderer
from api.schema import RETRY_AFTER, answers
from api.serializers.appeals import AppealCollectionSerializer, NearbyCollectionSerializer
from api.serializers.submission import DraftSerializer, DraftWithPhotosSerializer, SubmittedSerializer
from api.topics import topic_of
from api.views.base import ApiView, next_link
from api.views.submission import take_in
from appeals.queries.listing import list_page
from appeals.queries.nearby import nearby
from appeals.selecting import selection_from_params
from appeals.types import Ordering
from geo.types import LonLat


class AppealsView(ApiView):
    """Appeals that the viewer may see, page by page."""

    permissions = {"GET": Permission.READ, "POST": Permission.REPORT}
    params_class = ListParams

    @extend_schema(
        operation_id="appeals",
        summary=_("Appeals on the map"),
        parameters=[ListParams],
        responses=answers({(200, GEO_JSON): AppealCollectionSerializer}),
    )
    def get(self, request: Request) -> HttpResponse:
        params = self.params
        page = list_page(
            self.viewer,
            selection_from_params(request.query_params),
            Ordering(params["ordering"]),
            point_of(params),
            params.get("cursor", ""),
            params["limit"],
        )
        return HttpResponse(page.body(next_link(request, page.next_cursor)), content_type=GEO_JSON)

    @extend_schema(
        operation_id="submit",
        summary=_("Send an appeal"),
        parameters=[RETRY_AFTER],
        request={"application/json": DraftSerializer, "multipart/form-data": DraftWithPhotosSerializer},
        responses=answers({201: SubmittedSerializer, 200: SubmittedSerializer}, 403, 409, 413, 415, 422, 429),
    )
    def post(self, request: Request) -> Response:
        NoParams.read(request)
        return take_in(request, self.viewer)


class NearbyView(ApiView):
    """Appeals within a radius, nearest first by metres on the ground."""

    permissions = {"GET": Permission.READ}
    params_class = NearbyParams
    renderer_classes = (GeoJsonRenderer,)

    @extend_schema(
        operation_id="nearby",
        summary=_("Appeals near a place"),
        parameters=[NearbyParams],
        responses=answers({(200, GEO_JSON): NearbyCollectionSerializer}, 422),
    )
    def get(self, request: Request) -> HttpResponse:
        params = self.params
        point = LonLat(params["lon"], params["lat"])
        topic = topic_of(params["topic"]).pk if "topic" in params else None
        page = nearby(self.viewer, point, params["radius_m"], params["limit"], topic, params["open"])
        if not page.number_returned:
            lies_outside(point, on=timezone.localdate())
        return HttpResponse(page.body(), content_type=GEO_JSON)
