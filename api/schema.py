"""How the OpenAPI document names answers and problems; not the resources."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from analytics.types import ExportState, MeasureCode
from api.errors import PROBLEM_JSON, TITLES
from appeals.types import Kind, State
from territories.types import OrganisationKind


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """A field to blame."""

    field = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class ProblemSerializer(serializers.Serializer[Any]):
    """A problem as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    instance = serializers.CharField(allow_blank=True)
    errors: Any = ProblemErrorSerializer(many=True)


class SiteSessionScheme(SessionScheme):
    """The site's session, told of as DRF's own is."""

    target_class = "api.authentication.SiteSession"


RETRY_AFTER = OpenApiParameter(
    "Retry-After", int, OpenApiParameter.HEADER, response=[429, 503], description="Seconds to wait."
)


def answers(ok: Mapping[Any, Any], *statuses: int) -> dict[Any, Any]:
    """Documented answers of an operation: its own, and a problem for 400 and each status named."""
    problems = {
        (status, PROBLEM_JSON): OpenApiResponse(ProblemSerializer, description=str(TITLES[status]))
        for status in (400, *statuses)
    }
    return {**ok, **problems}


# Words that several resources share under one name in the document.
APPEAL_KINDS = [kind.value for kind in Kind]
APPEAL_STATES = [state.value for state in State]
EXPORT_STATES = [state.value for state in ExportState]
MEASURE_CODES = [code.value for code in MeasureCode]
ORGANISATION_KINDS = [kind.value for kind in OrganisationKind]
