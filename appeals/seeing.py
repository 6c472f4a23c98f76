"""Who may see which appeals, and whose exact place: the two conditions of visibility, on columns of Mark and Appeal."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q

from accounts.types import Role, Viewer
from appeals.types import HIDDEN_STATES, State, Visibility


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
        seen |= _worked_on(viewer) & passed_on
    return seen


def _worked_on(viewer: Viewer) -> Q:
    """Appeals that the viewer's organisations answer for, or were given by the one that does."""
    workplaces = sorted(viewer.organisation_ids)
    appeals = apps.get_model("appeals", "Appeal")._base_manager
    return Q(executor_id__in=workplaces) | Q(pk__in=appeals.filter(delegate_id__in=workplaces).values("pk"))


def near(viewer: Viewer) -> Q | None:
    """Appeals to which the viewer is something (`lifecycle.parts_of`), so that their exact place is known; None: none.

    Say `visible` beside it: it does not ask what may be seen at all.
    """
    if viewer.moderates or viewer.roles & {Role.OPERATOR, Role.SYSTEM}:
        return Q()
    parts = []
    if viewer.user_id is not None:
        appeals = apps.get_model("appeals", "Appeal")._base_manager
        parts.append(Q(pk__in=appeals.filter(author_id=viewer.user_id).values("pk")))
    if viewer.organisation_ids:
        parts.append(_worked_on(viewer))
    return reduce(or_, parts) if parts else None
