"""One table that turns an error into problem+json (RFC 9457); the errors themselves belong to their floors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from analytics import errors as analytics
from appeals import errors as appeals
from appeals.errors import InvalidFilter
from appeals.services.proving import new_challenge
from geo.errors import GeoError

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "urn:metka:problem:"
# Titles a person reads; RFC 9457 wants them to be the same for every occurrence of a type.
TITLES: dict[int, Any] = {
    400: gettext_lazy("The request is not understood"),
    401: gettext_lazy("Sign in first"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method does not work here"),
    409: gettext_lazy("Not possible in the present state"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This kind of content is not understood"),
    422: gettext_lazy("The data cannot be used"),
    429: gettext_lazy("Too many requests"),
    503: gettext_lazy("Not ready"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How a class of errors is answered. field: the field to blame when the error names none itself."""

    status: int
    code: str
    field: str = ""


# The API's name of an input where the floors below call it otherwise.
INPUTS = {"location": "lon", "topic_code": "topic"}

# A class answers for its subclasses; the nearest one in the order of inheritance wins.
TABLE: dict[type[BaseException], Answer] = {
    GeoError: Answer(400, "unusable_place"),
    InvalidFilter: Answer(400, "invalid_filter"),
    appeals.AppealError: Answer(400, "not_possible"),
    appeals.Unacceptable: Answer(422, "unacceptable"),
    appeals.AxesSwapped: Answer(422, "swapped_axes"),
    appeals.NoCoordinates: Answer(422, "no_coordinates"),
    appeals.NotProved: Answer(422, "proof_needed"),
    appeals.PhotoTooLarge: Answer(413, "too_large"),
    appeals.KeyTaken: Answer(409, "key_taken"),
    appeals.AssetsNotBuilt: Answer(503, "not_built"),
    appeals.NotAllowed: Answer(403, "permission_denied"),
    appeals.WrongState: Answer(409, "wrong_state"),
    appeals.NotFound: Answer(404, "not_found"),
    appeals.TooMany: Answer(429, "throttled"),
    analytics.NotOwn: Answer(403, "permission_denied"),
    analytics.NoSubject: Answer(404, "not_found"),
    analytics.Busy: Answer(503, "busy"),
    analytics.TookTooLong: Answer(503, "took_too_long"),
    Http404: Answer(404, "not_found"),
    PermissionDenied: Answer(403, "permission_denied"),
    RequestDataTooBig: Answer(413, "too_large"),
    TooManyFieldsSent: Answer(400, "too_many_fields"),
    TooManyFilesSent: Answer(400, "too_many_files"),
    SuspiciousOperation: Answer(400, "suspicious"),
    UnreadablePostError: Answer(400, "unreadable"),
    exceptions.ParseError: Answer(400, "unreadable"),
}


def answer_to(error: BaseException) -> Answer | None:
    """The table's row for an error's class or the nearest class above it, None when there is none."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    return None


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. None (a server error) only for what the table does not know."""
    answer = answer_to(error)
    request = context.get("request")
    instance = request.get_full_path() if request is not None else ""
    if answer is None and isinstance(error, exceptions.APIException):
        answer = Answer(error.status_code, _code_of(error))
    if answer is None:
        return None
    errors = list(_field_errors(error, answer))
    headers = _headers(error)
    body = problem(answer, detail=_detail(error, answer, errors), instance=instance, errors=errors)
    if isinstance(error, appeals.NotProved):
        body["challenge"] = new_challenge(now=timezone.now())
    return Response(body, status=answer.status, headers=headers, content_type=PROBLEM_JSON)


def problem(
    answer: Answer, *, detail: str, instance: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Body of a problem in RFC 9457's members plus `errors`, one {field, detail} per field to blame."""
    title = TITLES.get(answer.status)
    return {
        "type": f"{TYPE_PREFIX}{answer.code}",
        "title": str(title) if title else HTTPStatus(answer.status).phrase,
        "status": answer.status,
        "detail": printable(detail),
        "instance": printable(instance),
        "errors": errors or [],
    }


def printable(text: object) -> str:
    """Text without lone surrogates, which JSON may carry in but UTF-8 cannot carry out."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def _code_of(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _headers(error: Exception) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(max(1, int(wait)))} if wait else {}


def _field_errors(error: Exception, answer: Answer) -> Iterator[dict[str, str]]:
    if isinstance(error, exceptions.ValidationError):
        yield from _flatten("", error.detail)
        return
    field = str(getattr(error, "field", "") or getattr(error, "parameter", "") or answer.field)
    if field:
        yield {"field": INPUTS.get(field, field), "detail": printable(error)}


def _flatten(path: str, detail: Any) -> Iterator[dict[str, str]]:
    """DRF's nested details as flat rows; a list's index and a dict's key join the path with dots."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            yield from _flatten(".".join(filter(None, [path, name])), value)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from _flatten(f"{path}.{index}" if nested else path, value)
    else:
        yield {"field": printable(path), "detail": printable(detail)}


def _detail(error: Exception, answer: Answer, errors: list[dict[str, str]]) -> str:
    if isinstance(error, exceptions.ValidationError):
        return " ".join(dict.fromkeys(row["detail"] for row in errors)) or gettext("Invalid input.")
    if isinstance(error, exceptions.APIException):
        return str(error.detail)
    # Django's own classes speak to developers; a domain error's text is its message to people.
    domain = hasattr(error, "message") or hasattr(error, "params")
    return str(error) if domain else str(TITLES.get(answer.status, ""))
