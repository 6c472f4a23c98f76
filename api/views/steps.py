"""The steps of an appeal: a table of actions and one view; each action is one call of a service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.types import Permission
from accounts.visits import address_of
from api.schema import RETRY_AFTER, answers
from api.serializers import steps as given
from api.views.base import ApiView
from api.views.card import NUMBER, NUMBER_PATTERN, checked
from appeals.models import Appeal
from appeals.services import (
    answering,
    blurring,
    claims,
    correction,
    extending,
    following,
    merging,
    moderation,
    rating,
    talking,
    work,
)
from appeals.services.throttling import Limited, count_attempt, count_attempt_of
from appeals.types import Visibility

FieldMaker = Callable[[], serializers.Field[Any, Any, Any, Any]]


@dataclass(frozen=True, slots=True)
class ApiStep:
    """One action: its name in the address, who may try it at all, the service, and what that takes beside the actor.

    Whether this actor may take it with this appeal is the lifecycle's to say. limited: how often an account may try.
    """

    name: str
    permission: Permission
    summary: Any
    service: Callable[..., object]
    fields: Mapping[str, FieldMaker] = field(default_factory=dict)
    limited: Limited | None = None


COMMENT: dict[str, FieldMaker] = {"comment": given.words}
BY_LINK: dict[str, FieldMaker] = {**COMMENT, "follow_token": given.secret}


def _accept(*, visibility: str, **values: Any) -> object:
    return moderation.accept(visibility=Visibility(visibility), **values)


def _hold(*, comment: str, **values: Any) -> object:
    return work.hold(why=comment, **values)


def _blur(*, regions: list[dict[str, float]], **values: Any) -> object:
    return blurring.blur(regions=given.read_regions(regions), **values)


def _release(*, now: object, **values: Any) -> None:
    claims.release_claim(**values)


def _unfollow(*, now: object, **values: Any) -> None:
    following.unfollow(**values)


STEPS: tuple[ApiStep, ...] = (
    ApiStep("claim", Permission.MODERATE, _("Take an appeal for moderation"), claims.claim),
    ApiStep("release", Permission.MODERATE, _("Give a taken appeal back"), _release),
    ApiStep(
        "accept",
        Permission.MODERATE,
        _("Accept an appeal"),
        _accept,
        {"visibility": given.visibility, "photo_ids": given.photos, **COMMENT},
    ),
    ApiStep(
        "refuse",
        Permission.MODERATE,
        _("Refuse an appeal"),
        moderation.refuse,
        {"reason": given.code, **COMMENT},
    ),
    ApiStep(
        "assign",
        Permission.MODERATE,
        _("Choose the executor by hand, with the reason, or by the rule again"),
        correction.assign,
        {"executor_id": given.organisation, **COMMENT},
    ),
    ApiStep(
        "merge",
        Permission.MODERATE,
        _("Merge with an appeal about the same"),
        merging.merge,
        {"duplicate_of": given.number, **COMMENT},
    ),
    ApiStep(
        "blur",
        Permission.MODERATE,
        _("Blur parts of a photo"),
        _blur,
        {"photo_id": given.photo, "regions": given.regions},
    ),
    ApiStep("decline", Permission.HANDLE, _("Decline responsibility"), work.decline, COMMENT),
    ApiStep("register", Permission.WORK_ON, _("Take an appeal on"), work.register),
    ApiStep("start", Permission.WORK_ON, _("Start the work"), work.start),
    ApiStep(
        "plan",
        Permission.WORK_ON,
        _("Plan the day of the work"),
        work.plan,
        {"planned_on": given.day, **COMMENT},
    ),
    ApiStep("hold", Permission.WORK_ON, _("Put the work on hold"), _hold, {"until": given.day, **COMMENT}),
    ApiStep("resume", Permission.WORK_ON, _("Resume the work"), work.resume),
    ApiStep(
        "delegate",
        Permission.WORK_ON,
        _("Give the work to a department or contractor, or take it back"),
        work.delegate,
        {"organisation_id": given.organisation, **COMMENT},
    ),
    ApiStep(
        "interim", Permission.WORK_ON, _("Give an interim answer"), answering.interim, {"text": given.words}
    ),
    ApiStep(
        "answer",
        Permission.WORK_ON,
        _("Answer, or propose an answer to the head"),
        answering.answer,
        {"text": given.words, "photos": given.uploads, "photos_before": given.uploads},
    ),
    ApiStep(
        "approve",
        Permission.WORK_ON,
        _("Approve the proposed answer"),
        answering.approve,
        {"text": given.words},
    ),
    ApiStep("return", Permission.WORK_ON, _("Return the proposed answer"), answering.return_answer, COMMENT),
    ApiStep(
        "extend",
        Permission.HANDLE,
        _("Extend the time for the answer to a formal appeal"),
        extending.extend,
        {"days": given.days, **COMMENT},
    ),
    ApiStep("note", Permission.HANDLE, _("Write an internal note"), talking.note, {"text": given.words}),
    ApiStep(
        "rate",
        Permission.STEP_AS_AUTHOR,
        _("Rate the answer"),
        rating.rate,
        {"rating": given.rating, "reason": given.words, "follow_token": given.secret},
    ),
    ApiStep(
        "reopen",
        Permission.STEP_AS_AUTHOR,
        _("Say that it was not solved"),
        rating.reopen,
        {**BY_LINK, "photos": given.uploads},
    ),
    ApiStep("withdraw", Permission.STEP_AS_AUTHOR, _("Withdraw an appeal"), rating.withdraw, BY_LINK),
    ApiStep("close", Permission.MODERATE, _("Close an answered appeal"), rating.close, COMMENT),
    ApiStep(
        "comment",
        Permission.STEP_AS_AUTHOR,
        _("Comment on an appeal"),
        talking.comment,
        {"text": given.words},
        limited=Limited.COMMENT,
    ),
    ApiStep(
        "follow", Permission.STEP_AS_AUTHOR, _("Follow an appeal"), following.follow, {"email": given.email}
    ),
    ApiStep("unfollow", Permission.STEP_AS_AUTHOR, _("Follow an appeal no longer"), _unfollow),
)


class StepView(ApiView):
    """Takes one step; `step` and `serializer` come from the table."""

    step: ApiStep
    serializer: type[serializers.Serializer[Any]]

    def post(self, request: Request, number: str) -> Response:
        self.check_params()
        checked(number, NUMBER_PATTERN)
        now = timezone.now()
        if self.viewer.user_id is None:
            # A follow link may be guessed at, and following sends a letter.
            count_attempt(Limited.SUBMIT, address=address_of(request), now=now)
        elif self.step.limited is not None:
            count_attempt_of(self.step.limited, user_id=self.viewer.user_id, now=now)
        body = self.serializer(data=request.data)
        body.is_valid(raise_exception=True)
        done = self.step.service(actor=self.viewer, number=number, now=now, **body.validated_data)
        response = Response({"number": number, "state": self._state(done, number)})
        response["Cache-Control"] = "private, no-store"
        return response

    def _state(self, done: object, number: str) -> str | None:
        if isinstance(done, Appeal):
            return done.state
        seen = Appeal.objects.visible_to(self.viewer).filter(number=number)
        state: str | None = seen.values_list("state", flat=True).first()
        return state


def view_of(step: ApiStep) -> type[StepView]:
    """The view of a row, with the serializer and the description that follow from it."""
    title = step.name.title()
    makers = {name: make() for name, make in step.fields.items()}
    body = type(f"{title}StepSerializer", (serializers.Serializer,), {"__doc__": step.summary, **makers})
    view = type(
        f"{title}StepView",
        (StepView,),
        {"step": step, "serializer": body, "permissions": {"POST": step.permission}},
    )
    described = extend_schema_view(
        post=extend_schema(
            operation_id=f"step_{step.name}",
            summary=step.summary,
            description="",
            parameters=[NUMBER, RETRY_AFTER],
            request=body if step.fields else None,
            responses=answers({200: given.SteppedSerializer}, 403, 404, 409, 413, 415, 422, 429),
        )
    )
    return described(view)
