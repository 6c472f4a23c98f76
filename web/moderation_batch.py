"""The steps for chosen rows of the moderators' queue: word of the button → fields and the call of a service."""

from collections.abc import Mapping
from datetime import datetime

from accounts.types import Viewer
from appeals.services.correction import assign
from appeals.services.moderation import accept, refuse
from appeals.types import Visibility
from web.batching import BatchStep, Values


def _publish(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return accept(actor=actor, number=number, visibility=Visibility.PUBLIC, alone=False, now=now)


def _accept(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return accept(actor=actor, number=number, visibility=Visibility.PRIVATE, now=now)


def _refuse(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return refuse(actor=actor, number=number, reason=values["reason"], now=now)


def _assign(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    executor_id = int(values["executor"])
    return assign(actor=actor, number=number, executor_id=executor_id, comment=values["why"], now=now)


BATCH: Mapping[str, BatchStep] = {
    "publish": BatchStep("publish", (), _publish),
    "accept": BatchStep("accept", (), _accept),
    "refuse": BatchStep("refuse", ("reason",), _refuse),
    "assign": BatchStep("assign", ("executor", "why"), _assign),
}
