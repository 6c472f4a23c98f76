"""Who may see which appeals, and whose exact place: the two conditions of visibility, on columns of Mark and Appeal."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.types import Role, Viewer
from appeals.types import HIDDEN_STATES, State, Visibility

_SENT = ~Q(state=State.DRAFT.value)
_PASSED = ~Q(state__in=sorted(state.value for state in HIDDEN_STATES))
# Both may end an appeal before any moderator has passed it, and nothing of them is left to look over.
_STANDS = ~Q(state__in=sorted(state.value for state in HIDDEN_STATES | {State.WITHDRAWN, State.MERGED}))


def visible(viewer: Viewer, mark: str = "") -> Q:
    """The one condition of visibility; it reads columns that Mark and Appeal both have.

    mark: the path to the columns of Mark, empty on Mark itself; there alone the areas told stand apart.

    Public: published appeals. Author: also the own ones. Worker and head: also those passed on to the own
    organisations, or given to them by an executor. District head, councillor, analyst: also all that has passed
    moderation in their areas and was neither withdrawn nor merged. Moderator and operator: all but drafts in their
    areas. Administrator: all but drafts. System: all.

    Who oversees reads an appeal as the public would, and so is shown it by the areas told alone: a small area of
    theirs would narrow down the place of a home. Who handles it knows the place, and is asked for hidden areas as well.
    """
    if Role.SYSTEM in viewer.roles:
        return Q()
    handled = _handled(viewer)
    if handled == _SENT:
        return handled
    seen = Q(visibility=Visibility.PUBLIC.value) | handled
    if viewer.user_id is not None:
        appeals = apps.get_model("appeals", "Appeal")._base_manager
        seen |= Q(pk__in=appeals.filter(author_id=viewer.user_id).values("pk"))
    if viewer.organisation_ids:
        seen |= _worked_on(viewer) & _PASSED
    if viewer.overseen_area_ids != frozenset():
        seen |= _in_told_areas(viewer.overseen_area_ids, mark) & _STANDS
    return seen


def moderated(viewer: Viewer) -> Q:
    """What is the viewer's to moderate: in the own areas, everywhere without any; nothing for others."""
    if not viewer.moderates:
        return Q(pk__in=())
    everywhere = Role.ADMINISTRATOR in viewer.roles or viewer.moderated_area_ids is None
    return _SENT if everywhere else _in_areas(viewer.moderated_area_ids) & _SENT


def of_related(condition: Q, path: str) -> Q:
    """The same condition on the columns of a relation; path: with its underscores, `appeal__`.

    Below an OR the database lists every row of a subquery that it would only have to look at.
    """
    children: list[Any] = condition.children
    parts = [
        of_related(part, path) if isinstance(part, Q) else (f"{path}{part[0]}", part[1]) for part in children
    ]
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)


def _handled(viewer: Viewer) -> Q:
    """What a moderator or an operator handles; `_SENT` alone: everything; an empty Q: nothing."""
    if Role.ADMINISTRATOR in viewer.roles:
        return _SENT
    limits: list[frozenset[int] | None] = []
    if Role.MODERATOR in viewer.roles:
        limits.append(viewer.moderated_area_ids)
    if Role.OPERATOR in viewer.roles:
        limits.append(viewer.operated_area_ids)
    if None in limits:
        return _SENT
    area_ids = frozenset[int]().union(*(limit for limit in limits if limit is not None))
    return _in_areas(area_ids) & _SENT if area_ids else Q()


def _in_areas(area_ids: frozenset[int] | None) -> Q:
    """Rows in one of the areas, told or hidden; None: wherever they are. A mark keeps the hidden ones apart."""
    if area_ids is None:
        return Q()
    wanted = sorted(area_ids)
    return Q(area_ids__overlap=wanted) | Q(hidden_area_ids__overlap=wanted)


def _in_told_areas(area_ids: frozenset[int] | None, mark: str) -> Q:
    """Rows in one of the areas as far as everybody may know it; None: wherever they are."""
    return Q() if area_ids is None else Q(**{f"{mark}area_ids__overlap": sorted(area_ids)})


def _worked_on(viewer: Viewer) -> Q:
    """Appeals that the viewer's organisations answer for, or were given by the one that does."""
    workplaces = sorted(viewer.organisation_ids)
    appeals = apps.get_model("appeals", "Appeal")._base_manager
    return Q(executor_id__in=workplaces) | Q(pk__in=appeals.filter(delegate_id__in=workplaces).values("pk"))


def near(viewer: Viewer) -> Q | None:
    """Appeals to which the viewer is something (`lifecycle.parts_of`), so that their exact place is known; None: none.

    Say `visible` beside it: it does not ask what may be seen at all.
    """
    handled = _handled(viewer)
    if handled == _SENT or Role.SYSTEM in viewer.roles:
        return Q()
    parts = [handled] if handled else []
    if viewer.user_id is not None:
        appeals = apps.get_model("appeals", "Appeal")._base_manager
        parts.append(Q(pk__in=appeals.filter(author_id=viewer.user_id).values("pk")))
    if viewer.organisation_ids:
        parts.append(_worked_on(viewer))
    return reduce(or_, parts) if parts else None
