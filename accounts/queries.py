"""Reads about people: the viewer behind a request's user; no writes."""

from accounts.models import User
from accounts.types import PUBLIC, Role, Viewer


def viewer_of(user: object) -> Viewer:
    """Viewer of a signed-in `User`, PUBLIC for anybody else. One query; call it once per request."""
    if not isinstance(user, User) or not user.is_active:
        return PUBLIC
    memberships = list(user.memberships.values_list("role", "organisation_id"))
    roles = {Role(role) for role, _ in memberships} | {Role.RESIDENT}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    workplaces = {organisation for role, organisation in memberships if organisation and role == Role.WORKER}
    return Viewer(user.pk, frozenset(roles), frozenset(workplaces))
