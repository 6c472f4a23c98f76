"""What a step does to the day by which an appeal must be answered; which day that is decides rules.deadlines."""

from datetime import datetime

from django.utils import timezone

from appeals.models import Appeal
from appeals.rules.deadlines import due_on
from appeals.types import Clock


def follow(appeal: Appeal, clock: Clock, *, now: datetime) -> None:
    """Put the day that follows from a step into the appeal, unsaved: a clock that starts anew has all its days."""
    if clock == Clock.RESTART:
        topic = appeal.topic
        appeal.due_on = due_on(timezone.localdate(now), topic.answer_days, working=topic.working_days)
