"""What several tables say alike: choices of a word, and the condition of being open."""

from enum import StrEnum

from django.db import models

from appeals.types import OPEN_STATES, State

OPEN = models.Q(state__in=sorted(state.value for state in OPEN_STATES))
# What waits for a moderator: to be checked, or for an executor chosen by hand.
QUEUED = models.Q(state=State.MODERATION.value) | models.Q(state=State.ACCEPTED.value, executor__isnull=True)


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enum as choices of a field; what a person reads stands in `labels`."""
    return [(word.value, word.value) for word in words]
