"""Exports as GeoPackage: ask for one, see how far it is, fetch the file; the worker makes it."""

from typing import Any

from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from accounts.visits import address_of
from analytics.files import GEOPACKAGE, file_response
from analytics.models import Export
from analytics.queries.exports import export_of, state_of
from analytics.services.exports import KEPT, ask
from analytics.types import ExportState
from api.params import ExportParams
from api.schema import RETRY_AFTER, answers
from api.serializers.exports import ExportSerializer
from api.views.base import ApiView
from appeals.services.throttling import Limited, count_attempt_by

WAIT_S = 3
TOKEN = OpenApiParameter("token", str, OpenApiParameter.PATH, description=_("Secret of the export."))


class ExportsView(ApiView):
    """New exports."""

    permissions = {"POST": Permission.READ}

    @extend_schema(
        operation_id="export_ask",
        summary=_("Ask for a GeoPackage of a selection"),
        request={"application/json": ExportParams},
        parameters=[RETRY_AFTER],
        responses=answers({202: ExportSerializer}, 403, 429),
    )
    def post(self, request: Request) -> Response:
        self.check_params()
        wanted = _wanted(request.data)
        now = timezone.now()
        count_attempt_by(Limited.EXPORT, user_id=self.viewer.user_id, address=address_of(request), now=now)
        export = ask(actor=self.viewer, params=wanted, language=get_language() or "ru", now=now)
        place = request.build_absolute_uri(reverse("api:export", args=[export.token]))
        return Response(
            _told(request, export), status=202, headers={"Location": place, "Retry-After": str(WAIT_S)}
        )


class ExportView(ApiView):
    """One export."""

    permissions = {"GET": Permission.READ}

    @extend_schema(
        operation_id="export",
        summary=_("How far an export is"),
        parameters=[TOKEN],
        responses=answers({200: ExportSerializer}, 404),
    )
    def get(self, request: Request, token: str) -> Response:
        self.check_params()
        told = _told(request, own_export(self, token))
        unfinished = told["state"] in {ExportState.QUEUED, ExportState.RUNNING}
        return Response(told, headers={"Retry-After": str(WAIT_S)} if unfinished else {})


class ExportFileView(ApiView):
    """Its file."""

    permissions = {"GET": Permission.READ}

    @extend_schema(
        operation_id="export_file",
        summary=_("File of an export"),
        parameters=[TOKEN],
        responses=answers({(200, GEOPACKAGE): OpenApiTypes.BINARY}, 404),
    )
    def get(self, request: Request, token: str) -> FileResponse:
        self.check_params()
        answer = file_response(own_export(self, token))
        if answer is None:
            raise NotFound
        return answer


def own_export(view: ApiView, token: str) -> Export:
    """Raises NotFound."""
    export = export_of(view.viewer, token)
    if export is None:
        raise NotFound
    return export


def _wanted(body: Any) -> dict[str, list[str]]:
    """The filter in the body as a query string would have it: each value a text or a list of texts."""
    if not hasattr(body, "items"):
        raise serializers.ValidationError(_("An object with filters is needed."))
    lists = body.lists() if hasattr(body, "lists") else body.items()
    given = {str(name): value if isinstance(value, list) else [value] for name, value in lists}
    known = ExportParams().fields
    wrong = [name for name in given if name not in known]
    wrong += [name for name, values in given.items() if not all(isinstance(v, str | int) for v in values)]
    if wrong:
        raise serializers.ValidationError({name: [_("There is no such parameter here.")] for name in wrong})
    return {name: [str(value) for value in values] for name, values in given.items()}


def _told(request: Request, export: Export) -> dict[str, Any]:
    place = reverse("api:export_file", args=[export.token])
    done = export.state == ExportState.DONE
    return {
        "state": state_of(export, now=timezone.now()).value,
        "done": export.rows_done,
        "total": export.rows_in_all,
        "reason": export.reason,
        "file": request.build_absolute_uri(place) if done else None,
        "size_bytes": export.size_bytes,
        "expires_at": export.asked_at + KEPT,
    }
