"""The catalogue of categories and topics; it changes rarely, so clients keep it by its ETag."""

from hashlib import sha256

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.types import Permission
from api.renderers import to_json
from api.schema import answers
from api.serializers.topics import CatalogueSerializer, CategorySerializer
from api.views.base import ApiView
from appeals.models import Category
from appeals.queries.clockbook import clock_book


class TopicsView(ApiView):
    """Categories with their topics, named in Russian and English."""

    permissions = {"GET": Permission.READ}

    @extend_schema(
        operation_id="topics",
        summary=_("Categories and topics"),
        parameters=[
            OpenApiParameter(
                "If-None-Match", str, OpenApiParameter.HEADER, description="ETag of a kept answer."
            ),
            OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304]),
        ],
        responses=answers(
            {200: CatalogueSerializer, 304: OpenApiResponse(description="The kept answer still holds.")}
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        self.check_params()
        categories = Category.objects.prefetch_related("topics").order_by("position", "pk")
        context = {"book": clock_book(), "now": timezone.now()}
        body = to_json({"categories": CategorySerializer(categories, many=True, context=context).data})
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if etag in known or "*" in known or f"W/{etag}" in known:
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(body, content_type="application/json")
        response["ETag"] = etag
        patch_cache_control(response, public=True, max_age=300)
        return response
