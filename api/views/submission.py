"""Sending an appeal, as JSON or as a form with photos; the service decides, this shapes."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Viewer
from accounts.visits import address_of
from api.serializers.submission import DraftWithPhotosSerializer
from api.views.assignment import warnings_of
from appeals.errors import NotProved
from appeals.explanations import in_current_language
from appeals.labels import EMERGENCY
from appeals.models import Appeal
from appeals.rules.explanations import shown_explanation
from appeals.services.proving import refuse_trapped
from appeals.services.submission import submit
from appeals.services.throttling import Limited, count_attempt_by


class ProofAsked(NotProved):
    """The same as a form's, in words for who writes programs; the problem carries the challenge."""

    message = _(
        "It looks as if a program had filled in the form. Nothing is lost: "
        "send the same again with the solution of the challenge as proof."
    )


def take_in(request: Request, viewer: Viewer) -> Response:
    """Submit what the request holds: 201 the first time, 200 when the same key comes again."""
    now = timezone.now()
    count_attempt_by(Limited.SUBMIT, user_id=viewer.user_id, address=address_of(request), now=now)
    serializer = DraftWithPhotosSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    values = serializer.validated_data
    try:
        refuse_trapped(trap=values["website"], proof=values["proof"], now=now)
    except NotProved as problem:
        raise ProofAsked from problem
    photos = values.get("photos", [])
    appeal = submit(actor=viewer, draft=serializer.draft(), photos=photos, now=now)
    is_new = appeal.submitted_at == now
    response = Response(submitted(request, appeal), status=201 if is_new else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def submitted(request: Request, appeal: Appeal) -> dict[str, Any]:
    """What the author gets back."""
    rows = list(appeal.assignments.order_by("-at", "-pk")[:1])
    explanation = shown_explanation(in_current_language(rows[0].explanation) if rows else {}, exact=True)
    return {
        "number": appeal.number,
        "state": appeal.state,
        "follow_url": request.build_absolute_uri(reverse("web:follow", args=[appeal.follow_token])),
        "executor": explanation["organisation"],
        "explanation": explanation,
        "track": appeal.track,
        "due_on": appeal.due_on,
        "due_at": appeal.due_at,
        "advice": str(EMERGENCY) if appeal.topic.is_emergency else "",
        "warnings": warnings_of(explanation),
    }
