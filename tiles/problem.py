"""Errors of tiles as problem+json (RFC 9457); the REST API has its own table for all floors."""

from django.http import Http404, HttpRequest, JsonResponse

from appeals.errors import InvalidFilter
from tiles.errors import StyleNotBuilt, TileError


def problem_of(error: Exception, request: HttpRequest) -> JsonResponse:
    """400 for a filter that cannot be used, 503 for a style that is not built, else 404."""
    if isinstance(error, InvalidFilter):
        return _problem(400, "invalid_filter", error, request, field=error.parameter)
    if isinstance(error, StyleNotBuilt):
        return _problem(503, "not_built", error, request)
    return _problem(404, "not_found", error, request)


def _problem(status: int, code: str, error: Exception, request: HttpRequest, field: str = "") -> JsonResponse:
    titles = {400: "Bad Request", 404: "Not Found", 503: "Service Unavailable"}
    body = {
        "type": f"urn:metka:problem:{code}",
        "title": titles[status],
        "status": status,
        "detail": str(error),
        "instance": request.get_full_path(),
        "errors": [{"field": field, "detail": str(error)}] if field else [],
    }
    answer = JsonResponse(body, status=status, content_type="application/problem+json")
    answer["Cache-Control"] = "no-store"
    return answer


EXPECTED = (InvalidFilter, TileError, Http404)
