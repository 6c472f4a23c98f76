"""Keeps the history of a table of territories by triggers of the database; not what a person reads of it."""

from typing import TypeVar

import pghistory
from django.db import models

_M = TypeVar("_M", bound=models.Model)


def tracked(model: type[_M]) -> type[_M]:
    """Each change of a row goes into its Event table, also one past the ORM; who made it stands in the context."""
    # Once per statement: imports write thousands of rows in one, and a trigger for each row costs them several times
    # the writing itself.
    kinds = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
    track = pghistory.track(*(kind(level=pghistory.Statement) for kind in kinds), append_only=True)
    decorated: type[_M] = track(model)
    return decorated
