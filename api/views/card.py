"""One appeal: its card, supporting it, its photos."""

import re

from django.http import FileResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rules import may
from accounts.types import Permission
from accounts.visitors import visitor_hash
from accounts.visits import address_of, remember, visitor_of
from api.params import PhotoParams
from api.renderers import GEO_JSON, GeoJsonRenderer
from api.schema import RETRY_AFTER, answers
from api.serializers.card import PHOTO_SIZES, CardSerializer
from api.serializers.support import SupportedSerializer
from api.views.base import ApiView
from appeals.models import Photo
from appeals.queries.card import card_by_number
from appeals.queries.following import photo_for
from appeals.services.looking import note_look
from appeals.services.support import support_from
from appeals.types import Visibility

NUMBER_PATTERN = r"^[0-9A-Za-z-]{1,12}$"
KEY_PATTERN = r"^[0-9A-Za-z_-]{1,22}$"
NUMBER = OpenApiParameter("number", {"type": "string", "pattern": NUMBER_PATTERN}, OpenApiParameter.PATH)
KEY = OpenApiParameter("key", {"type": "string", "pattern": KEY_PATTERN}, OpenApiParameter.PATH)
SIZE = OpenApiParameter("size", str, OpenApiParameter.PATH, enum=PHOTO_SIZES)


class AppealView(ApiView):
    """One appeal with its history, photos, executor and the reason why it was chosen."""

    permissions = {"GET": Permission.READ}
    renderer_classes = (GeoJsonRenderer,)

    @extend_schema(
        operation_id="appeal",
        summary=_("One appeal"),
        parameters=[NUMBER],
        responses=answers({(200, GEO_JSON): CardSerializer}, 404),
    )
    def get(self, request: Request, number: str) -> Response:
        self.check_params()
        card = card_by_number(self.viewer, checked(number, NUMBER_PATTERN))
        if card is None:
            raise NotFound
        note_look(self.viewer, card, now=timezone.now())
        context = {"card": card, "contacts": may(self.viewer, Permission.SEE_CONTACTS)}
        return Response(CardSerializer(card.appeal, context=context).data)


class SupportView(ApiView):
    """«У меня тоже» instead of a second appeal about the same; a person or a browser counts once."""

    permissions = {"POST": Permission.SUPPORT}

    @extend_schema(
        operation_id="support",
        summary=_("Support an appeal"),
        parameters=[NUMBER, RETRY_AFTER],
        request=None,
        responses=answers({200: SupportedSerializer, 201: SupportedSerializer}, 403, 404, 409, 413, 429),
    )
    def post(self, request: Request, number: str) -> Response:
        self.check_params()
        checked(number, NUMBER_PATTERN)
        now = timezone.now()
        visitor = "" if self.viewer.user_id else visitor_of(request)
        supported = support_from(
            actor=self.viewer,
            visitor_hash=visitor_hash(visitor) if visitor else "",
            address=address_of(request),
            number=number,
            now=now,
        )
        body = {"supports": supported.count, "is_new": supported.is_new}
        response = Response(body, status=201 if supported.is_new else 200)
        if visitor:
            remember(response, visitor)
        return response


class PhotoView(ApiView):
    """A photo or its thumbnail as JPEG: published ones for everybody, others for those near the appeal."""

    permissions = {"GET": Permission.READ}
    params_class = PhotoParams

    @extend_schema(
        operation_id="photo",
        summary=_("A photo"),
        parameters=[KEY, SIZE, PhotoParams],
        responses=answers({(200, "image/jpeg"): OpenApiTypes.BINARY}, 404),
    )
    def get(self, request: Request, key: str, size: str) -> FileResponse:
        params = self.params
        checked(key, KEY_PATTERN)
        photo = photo_for(self.viewer, key, follow_token=params.get("token", ""))
        if photo is None or size not in PHOTO_SIZES:
            raise NotFound
        response = FileResponse(_opened(photo, size), content_type="image/jpeg")
        if photo.is_public and photo.appeal.visibility == Visibility.PUBLIC:
            # A day, not for ever: a moderator may take the appeal back.
            patch_cache_control(response, public=True, max_age=86_400)
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response


def _opened(photo: Photo, size: str) -> object:
    try:
        return getattr(photo, size).open("rb")
    except (OSError, ValueError):
        raise NotFound from None


def checked(text: str, pattern: str) -> str:
    """The text itself when it may be a number or a key. Raises NotFound, before the database is asked."""
    if re.match(pattern, text) is None:
        raise NotFound
    return text
