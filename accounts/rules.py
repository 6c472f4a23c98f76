"""Who may do what: one table of permissions by role; where and with which appeal is decided below the address.

To give or take a permission, change a line of `TABLE`; each page, API action, tile and the administration ask it.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from accounts.types import OVERSEERS, Permission, Role, Viewer

_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_MODERATORS = _ADMINISTRATORS | {Role.MODERATOR}
_EXECUTORS = frozenset({Role.WORKER, Role.HEAD})
# None: everybody, the public too. A signed-in person always has the role of a resident.
TABLE: Mapping[Permission, frozenset[Role] | None] = MappingProxyType(
    {
        # What is shown on pages that everybody may open is decided row by row: appeals.seeing.visible.
        Permission.READ: None,
        Permission.REPORT: None,
        Permission.SUPPORT: None,
        # An author may hold a private link only. Which step of which appeal stands in appeals.rules.lifecycle.
        Permission.STEP_AS_AUTHOR: None,
        Permission.BE_TOLD: None,
        Permission.FOLLOW_LINK: None,
        Permission.PREFER: None,
        Permission.SIGN_IN: None,
        Permission.OWN_ACCOUNT: frozenset({Role.RESIDENT}),
        Permission.SEE_CONTACTS: frozenset({Role.RESIDENT}),
        Permission.MODERATE: _MODERATORS,
        Permission.WORK: _EXECUTORS,
        Permission.WORK_ON: _EXECUTORS | _ADMINISTRATORS,
        Permission.HANDLE: _EXECUTORS | _MODERATORS | {Role.OPERATOR},
        Permission.REGISTER_CALL: _MODERATORS | {Role.OPERATOR},
        Permission.ADMINISTER: _ADMINISTRATORS,
        Permission.DRAW_ZONES: _ADMINISTRATORS,
        # Whose container sites one sees is decided row by row: analytics.seeing.sites_seen.
        Permission.SEE_WASTE: _EXECUTORS | _ADMINISTRATORS,
        # Which answers are due soon, of appeals that one may see.
        Permission.SEE_DEADLINES: _EXECUTORS | _MODERATORS | {Role.OPERATOR} | OVERSEERS,
        # A head compares the own organisations with others: analytics.seeing.executors_compared says whose.
        Permission.COMPARE_EXECUTORS: _ADMINISTRATORS | {Role.ANALYST, Role.DISTRICT_HEAD, Role.HEAD},
        Permission.COUNCIL: frozenset({Role.COUNCILLOR}),
        Permission.MANAGE_STAFF: _ADMINISTRATORS,
        Permission.READ_ACCESS_LOG: _ADMINISTRATORS,
        Permission.WATCH_SERVICE: _ADMINISTRATORS,
    }
)


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer has the permission anywhere: what a page asks before it opens."""
    granted = TABLE[permission]
    return granted is None or not viewer.roles.isdisjoint(granted)


def may_take_call(viewer: Viewer, area_ids: Collection[int]) -> bool:
    """Whether the viewer may write down what a caller says of a place in these areas."""
    return may(viewer, Permission.REGISTER_CALL) and (
        viewer.operates_in(area_ids) or viewer.moderates_in(area_ids)
    )


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
