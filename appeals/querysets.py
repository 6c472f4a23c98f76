"""Querysets of appeals and marks by viewer and selection, for list, card, tile, heat map and export alike."""

from typing import Any, Self

from django.db import models

from accounts.types import PUBLIC, Viewer
from appeals.seeing import visible
from appeals.selecting import matching
from appeals.types import OPEN_STATES, Selection
from appeals.types import HIDDEN_STATES, OPEN_STATES, Selection, State, Visibility


def visible(viewer: Viewer) -> Q:
    """The one condition of visibility; it reads columns that Mark and Appeal both have.

    Public: published appeals. Author: also the own ones. Worker: also those passed on to the own
    organisations, or given to them by an executor. Moderator: all but drafts. System: all.
    """
    if Role.SYSTEM in viewer.roles:
        return Q()
    if viewer.moderates:
        return ~Q(state=State.DRAFT.value)
    seen = Q(visibility=Visibility.PUBLIC.value)
    if viewer.user_id is not None:
        appeals = apps.get_model("appeals", "Appeal")._base_manager
        seen |= Q(pk__in=appeals.filter(author_id=viewer.user_id).values("pk"))
    if viewer.organisation_ids:
        passed_on = ~Q(state__in=sorted(state.value for state in HIDDEN_STATES))
        workplaces = sorted(viewer.organisation_ids)
        appeals = apps.get_model("appeals", "Appeal")._base_manager
        delegated = Q(pk__in=appeals.filter(delegate_id__in=workplaces).values("pk"))
        seen |= (Q(executor_id__in=workplaces) | delegated) & passed_on
    return seen


class _SeenQuerySet(models.QuerySet[Any]):
    """What the querysets of Appeal and Mark share."""

    selected_through = ""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows the viewer may see."""
        return self.filter(visible(viewer))

    def matching(self, selection: Selection, viewer: Viewer = PUBLIC) -> Self:
        """Rows that a selection picks, by what the viewer may know of their areas; without a condition, all."""
        return self.filter(matching(selection, self.selected_through, viewer))

    def open(self) -> Self:
        """Rows that wait for an answer."""
        return self.filter(state__in=sorted(state.value for state in OPEN_STATES))


class AppealQuerySet(_SeenQuerySet):
    """Appeals by visibility and selection; the place is the mark's, that is the public one."""

    selected_through = "mark__"


class MarkQuerySet(_SeenQuerySet):
    """Marks by visibility and selection."""
