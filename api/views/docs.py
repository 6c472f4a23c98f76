"""The OpenAPI document and the page that shows it, from this server alone and without inline code."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from api.renderers import to_json


@cache
def document(language: str) -> bytes:
    """The OpenAPI document in a language as JSON; made once per process, for it changes only with the code."""
    generator: Any = SchemaGenerator()
    with override(language):
        return to_json(generator.get_schema(request=None, public=True))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    response = HttpResponse(document(get_language() or "ru"), content_type="application/vnd.oai.openapi+json")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI from the sidecar package; its start is a file of ours, so the strict policy stays as it is."""
    return render(request, "api/docs.html")
