"""Querysets of appeals and marks by viewer and selection, for list, card, tile, heat map and export alike."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.db import models

from accounts.types import PUBLIC, Viewer
from appeals.seeing import moderated, visible
from appeals.selecting import matching
from appeals.types import OPEN_STATES, Selection


def late_at(now: datetime) -> models.Q:
    """Whether an answer that is still open is late: the moment is the municipality's, in UTC."""
    return models.Q(due_at__lte=now)


class _SeenQuerySet(models.QuerySet[Any]):
    """What the querysets of Appeal and Mark share."""

    selected_through = ""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows the viewer may see."""
        return self.filter(visible(viewer, self.selected_through))

    def moderated_by(self, viewer: Viewer) -> Self:
        """Rows that are the viewer's to moderate."""
        return self.filter(moderated(viewer))

    def matching(self, selection: Selection, viewer: Viewer = PUBLIC) -> Self:
        """Rows that a selection picks, by what the viewer may know of their areas; without a condition, all."""
        return self.filter(matching(selection, self.selected_through, viewer))

    def open(self) -> Self:
        """Rows that wait for an answer."""
        return self.filter(state__in=sorted(state.value for state in OPEN_STATES))


class AppealQuerySet(_SeenQuerySet):
    """Appeals by visibility and selection; the place is the mark's, that is the public one."""

    selected_through = "mark__"

    def worked_on_by(self, organisation_ids: Collection[int]) -> Self:
        """What organisations answer for, or were given by whoever does. Indexes: appeal_executor, appeal_delegate."""
        ids = sorted(organisation_ids)
        return self.filter(models.Q(executor_id__in=ids) | models.Q(delegate_id__in=ids))

    def overdue(self, now: datetime) -> Self:
        """Open ones whose answer is late at a moment. Index: appeal_due."""
        return self.open().filter(late_at(now))


class MarkQuerySet(_SeenQuerySet):
    """Marks by visibility and selection."""
