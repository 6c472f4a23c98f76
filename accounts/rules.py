"""Who may do what in general: pure rules on a Viewer; what depends on one appeal stands in appeals/rules."""

from accounts.types import Role, Viewer


def may_moderate(viewer: Viewer) -> bool:
    """Accept, refuse and correct appeals; sees every appeal."""
    return viewer.moderates


def may_administer(viewer: Viewer) -> bool:
    """Change reference data and memberships."""
    return Role.ADMINISTRATOR in viewer.roles


def may_open_workplace(viewer: Viewer, organisation_id: int | None = None) -> bool:
    """See the organisation's view: of this organisation, or with None of any at all."""
    if viewer.moderates:
        return True
    if organisation_id is None:
        return bool(viewer.organisation_ids)
    return organisation_id in viewer.organisation_ids


def role_in_history(viewer: Viewer) -> Role:
    """The one role under which an event is recorded: the strongest. The public acts as a resident."""
    strongest_first = (Role.SYSTEM, Role.ADMINISTRATOR, Role.MODERATOR, Role.WORKER)
    return next((role for role in strongest_first if role in viewer.roles), Role.RESIDENT)
