"""A dry run of the assignment: who would answer for a place, with the explanation; it writes nothing."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from api.params import AssignmentParams
from api.schema import answers
from api.serializers.assignment import AssignmentSerializer
from api.topics import topic_of
from api.views.base import ApiView
from appeals.labels import EMERGENCY
from appeals.services.assigning import topic_ref
from appeals.services.clocks import expected
from appeals.services.places import refuse_mistaken
from appeals.types import Doubt, Track
from geo.addresses.queries import geocode
from geo.types import LonLat
from territories.explaining import explain
from territories.queries import decide_executor
from territories.types import TopicRef


class AssignmentView(ApiView):
    """Who would answer for a topic at a place on a day; without a topic, who answers for everything there."""

    permissions = {"GET": Permission.READ}
    params_class = AssignmentParams

    @extend_schema(
        operation_id="assignment",
        summary=_("Who would answer, and why"),
        parameters=[AssignmentParams],
        responses=answers({200: AssignmentSerializer}, 422),
    )
    def get(self, request: Request) -> Response:
        params = self.params
        day = params.get("on") or timezone.localdate()
        point = LonLat(params["lon"], params["lat"])
        topic = topic_of(params["topic"]) if "topic" in params else None
        decision = decide_executor(
            point, topic_ref(topic) if topic else TopicRef(), on=day, house_id=_house(params, point)
        )
        if not decision.areas:
            refuse_mistaken(point, on=day)
        explanation = explain(decision)
        at = _moment(day) if "on" in params else timezone.now()
        track = Track(params.get("track", Track.MESSAGE))
        terms = expected(topic, decision, at=at, track=track) if topic else None
        return Response(
            {
                "executor": explanation["organisation"],
                "explanation": explanation,
                "due_on": terms and terms.answer.on,
                "deadline": terms and terms.answer_span,
                "advice": str(EMERGENCY) if topic and topic.is_emergency else "",
                "warnings": warnings_of(explanation),
            }
        )


def warnings_of(explanation: dict[str, Any]) -> list[dict[str, str]]:
    """What a person should know of a decision, each with a sentence; none of it stops an appeal."""
    told = {
        Doubt.OUTSIDE: not explanation["areas"] and gettext("The place lies outside every known area."),
        Doubt.AMBIGUOUS: explanation["ambiguous"] and explanation["sentences"][-1],
        Doubt.MANUAL: explanation["organisation"] is None and explanation["sentence"],
    }
    return [{"code": doubt.value, "detail": detail} for doubt, detail in told.items() if detail]


def _moment(day: date) -> datetime:
    """Noon of a day where the service is: the same day in each of the country's zones. Days count from the next."""
    return datetime.combine(day, time(12), ZoneInfo(settings.CLOCK_ZONE))


def _house(params: dict[str, Any], point: LonLat) -> int | None:
    """The house chosen, else the one that the address names."""
    if "house" in params or "address" not in params:
        return params.get("house")
    match = geocode(params["address"], near=point)
    return match.house_id if match else None
