"""The histories of both desks: an executor that the rule proposes is nobody's step, least of all the author's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from appeals.models import Event
from appeals.types import EventType
from tests.builders import NOON
from web.views import desk_history, moderation_history

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("history", [desk_history.history, moderation_history.history])
@pytest.mark.parametrize(("new", "who"), [({"proposed": True}, ""), ({}, "Moderator")])
def test_what_the_rule_proposes_is_no_persons_step(
    history: Callable[..., Any], new: dict[str, Any], who: str
) -> None:
    role = "resident" if new else "moderator"
    event = Event(type=EventType.ASSIGNED, actor_role=role, at=NOON, new=new, old={}, comment="")
    with override("en"):
        [line] = history([event], [])
    assert line.who == who
