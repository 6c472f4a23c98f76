"""Who may do what: one table of permissions by role and scope, and pure checks; what a step needs is appeals/rules'.

To give or take a permission, change a line of `TABLE`; each page, API action, tile and the administration ask it.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from accounts.types import Permission, Role, Scope, Viewer, within

_ADMINISTRATOR = {Role.ADMINISTRATOR: Scope.EVERYWHERE}
# None: everybody, the public too. A signed-in person always has the role of a resident.
TABLE: Mapping[Permission, Mapping[Role, Scope] | None] = MappingProxyType(
    {
        # What is shown on pages that everybody may open is decided row by row: appeals.querysets.visible.
        Permission.READ: None,
        Permission.REPORT: None,
        Permission.SUPPORT: None,
        # An author may hold a private link only. Which step of which appeal stands in appeals.rules.lifecycle.
        Permission.STEP_AS_AUTHOR: None,
        Permission.BE_TOLD: None,
        Permission.FOLLOW_LINK: None,
        Permission.PREFER: None,
        Permission.SIGN_IN: None,
        Permission.OWN_ACCOUNT: {Role.RESIDENT: Scope.OWN},
        Permission.SEE_CONTACTS: {Role.RESIDENT: Scope.EVERYWHERE},
        Permission.SEE_AUTHOR: {Role.MODERATOR: Scope.AREA, Role.OPERATOR: Scope.AREA, **_ADMINISTRATOR},
        Permission.MODERATE: {Role.MODERATOR: Scope.AREA, **_ADMINISTRATOR},
        Permission.REGISTER_CALL: {Role.OPERATOR: Scope.AREA, Role.MODERATOR: Scope.AREA, **_ADMINISTRATOR},
        Permission.WORK: {Role.WORKER: Scope.ORGANISATION, Role.HEAD: Scope.ORGANISATION},
        Permission.WORK_ON: {
            Role.WORKER: Scope.ORGANISATION,
            Role.HEAD: Scope.ORGANISATION,
            **_ADMINISTRATOR,
        },
        Permission.HANDLE: {
            Role.WORKER: Scope.ORGANISATION,
            Role.HEAD: Scope.ORGANISATION,
            Role.MODERATOR: Scope.AREA,
            Role.OPERATOR: Scope.AREA,
            **_ADMINISTRATOR,
        },
        Permission.APPROVE: {Role.HEAD: Scope.ORGANISATION},
        Permission.OVERSEE: {
            Role.DISTRICT_HEAD: Scope.AREA,
            Role.COUNCILLOR: Scope.AREA,
            Role.ANALYST: Scope.AREA,
            **_ADMINISTRATOR,
        },
        Permission.ADMINISTER: _ADMINISTRATOR,
        Permission.MANAGE_STAFF: _ADMINISTRATOR,
        Permission.READ_ACCESS_LOG: _ADMINISTRATOR,
        Permission.WATCH_SERVICE: _ADMINISTRATOR,
    }
)


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer has the permission anywhere: what a page asks before it opens."""
    granted = TABLE[permission]
    return granted is None or not viewer.roles.isdisjoint(granted)


def may_here(
    viewer: Viewer,
    permission: Permission,
    *,
    author_id: int | None = None,
    executor_id: int | None = None,
    area_ids: Collection[int] = (),
) -> bool:
    """Whether the viewer has the permission for an appeal of this author and executor in these areas."""
    granted = TABLE[permission]
    if granted is None:
        return True
    return any(
        role in viewer.roles and _reaches(viewer, role, scope, author_id, executor_id, area_ids)
        for role, scope in granted.items()
    )


def _reaches(
    viewer: Viewer,
    role: Role,
    scope: Scope,
    author_id: int | None,
    executor_id: int | None,
    area_ids: Collection[int],
) -> bool:
    match scope:
        case Scope.EVERYWHERE:
            return True
        case Scope.OWN:
            return viewer.user_id is not None and viewer.user_id == author_id
        case Scope.ORGANISATION:
            return executor_id in (viewer.headed_ids if role == Role.HEAD else viewer.organisation_ids)
        case Scope.AREA:
            return within(_areas_of(viewer, role), area_ids)


def _areas_of(viewer: Viewer, role: Role) -> Collection[int] | None:
    """The areas that limit a role; None: everywhere."""
    if role == Role.MODERATOR:
        return viewer.moderated_area_ids
    return viewer.operated_area_ids if role == Role.OPERATOR else viewer.overseen_area_ids


def may_moderate(viewer: Viewer) -> bool:
    """Accept, refuse and correct appeals, somewhere at least."""
    return may(viewer, Permission.MODERATE)


def may_administer(viewer: Viewer) -> bool:
    """Change reference data and memberships."""
    return may(viewer, Permission.ADMINISTER)


_STRONGEST_FIRST = (
    *(Role.SYSTEM, Role.ADMINISTRATOR, Role.MODERATOR, Role.OPERATOR, Role.HEAD, Role.WORKER),
    *(Role.DISTRICT_HEAD, Role.COUNCILLOR, Role.ANALYST),
)


def role_in_history(viewer: Viewer) -> Role:
    """The one role under which an event is recorded: the strongest. The public acts as a resident."""
    return next((role for role in _STRONGEST_FIRST if role in viewer.roles), Role.RESIDENT)
