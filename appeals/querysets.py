"""Which appeals a viewer may see and a selection picks, for list, card, tile, heat map and export alike."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.types import Role, Viewer
from appeals.selecting import matching
from appeals.types import HIDDEN_STATES, OPEN_STATES, Selection, State, Visibility


def visible(viewer: Viewer) -> Q:
    """The one condition of visibility; it reads columns that Mark and Appeal both have.

    Public: published appeals. Author: also the own ones. Worker: also those passed on to the own
    organisations. Moderator: all but drafts. System: all.
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
        seen |= Q(executor_id__in=sorted(viewer.organisation_ids)) & passed_on
    return seen


class _SeenQuerySet(models.QuerySet[Any]):
    """What the querysets of Appeal and Mark share."""

    selected_through = ""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows the viewer may see."""
        return self.filter(visible(viewer))

    def matching(self, selection: Selection) -> Self:
        """Rows that a selection picks; without a condition, all."""
        return self.filter(matching(selection, self.selected_through))

    def open(self) -> Self:
        """Rows that wait for an answer."""
        return self.filter(state__in=sorted(state.value for state in OPEN_STATES))


class AppealQuerySet(_SeenQuerySet):
    """Appeals by visibility and selection; the place is the mark's, that is the public one."""

    selected_through = "mark__"


class MarkQuerySet(_SeenQuerySet):
    """Marks by visibility and selection."""
