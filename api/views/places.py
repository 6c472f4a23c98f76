"""Addresses: completed while typing, found by text, found by place."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from api.params import GeocodeParams, ReverseParams, SuggestParams, point_of
from api.places import lies_outside
from api.schema import answers
from api.serializers.places import GeocodeSerializer, ReverseSerializer, SuggestionsSerializer
from api.views.base import ApiView
from geo.addresses import queries
from geo.types import LonLat


class SuggestView(ApiView):
    """Addresses that complete what was typed, nearest to `lon`, `lat` first among equals."""

    permissions = {"GET": Permission.READ}
    params_class = SuggestParams

    @extend_schema(
        operation_id="suggest",
        summary=_("Complete an address while typing"),
        parameters=[SuggestParams],
        responses=answers({200: SuggestionsSerializer}),
    )
    def get(self, request: Request) -> Response:
        params = self.params
        found = queries.suggest(params["text"], near=point_of(params), limit=params["limit"])
        return Response(SuggestionsSerializer({"suggestions": found}).data)


class GeocodeView(ApiView):
    """The best match of a whole address: its house, else its street, else its settlement."""

    permissions = {"GET": Permission.READ}
    params_class = GeocodeParams

    @extend_schema(
        operation_id="geocode",
        summary=_("Find an address"),
        parameters=[GeocodeParams],
        responses=answers({200: GeocodeSerializer}),
    )
    def get(self, request: Request) -> Response:
        params = self.params
        return Response(
            GeocodeSerializer({"match": queries.geocode(params["text"], near=point_of(params))}).data
        )


class ReverseView(ApiView):
    """The nearest house within a radius."""

    permissions = {"GET": Permission.READ}
    params_class = ReverseParams

    @extend_schema(
        operation_id="reverse",
        summary=_("Find the house at a place"),
        parameters=[ReverseParams],
        responses=answers({200: ReverseSerializer}, 422),
    )
    def get(self, request: Request) -> Response:
        params = self.params
        point = LonLat(params["lon"], params["lat"])
        house = queries.reverse(point, radius_m=params["radius_m"])
        if house is None:
            lies_outside(point, on=timezone.localdate())
        return Response(ReverseSerializer({"house": house}).data)
