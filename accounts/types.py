"""Who is looking: roles and the viewer, a value that every visibility rule takes; no database."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a membership makes of a person. A HEAD of an organisation approves its answers, a WORKER proposes them."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    OPERATOR = "operator"
    WORKER = "worker"
    HEAD = "head"
    DISTRICT_HEAD = "district_head"
    COUNCILLOR = "councillor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Permission(StrEnum):
    """What a page or an action of the API asks before it opens; who has it stands in `accounts.rules.TABLE`."""

    READ = "read"
    REPORT = "report"
    SUPPORT = "support"
    FOLLOW_LINK = "follow_link"
    PREFER = "prefer"
    SIGN_IN = "sign_in"
    OWN_ACCOUNT = "own_account"
    SEE_CONTACTS = "see_contacts"
    MODERATE = "moderate"
    WORK = "work"
    ADMINISTER = "administer"
    MANAGE_STAFF = "manage_staff"
    READ_ACCESS_LOG = "read_access_log"
    STEP_AS_AUTHOR = "step_as_author"
    WORK_ON = "work_on"
    HANDLE = "handle"
    BE_TOLD = "be_told"
    WATCH_SERVICE = "watch_service"
    REGISTER_CALL = "register_call"
    DRAW_ZONES = "draw_zones"
    SEE_WASTE = "see_waste"
    SEE_DEADLINES = "see_deadlines"
    COMPARE_EXECUTORS = "compare_executors"
    COUNCIL = "council"


class ConsentKind(StrEnum):
    """What a person agrees to, each apart from the others and none of them needed to report a problem."""

    PROCESSING = "processing"
    PUBLICATION = "publication"


class Looked(StrEnum):
    """Which personal data of an appeal somebody saw. CONTENT: text, place or photos that the public does not see."""

    AUTHOR = "author"
    CONTENT = "content"


# A membership must say where: in which organisation, in which area. Other roles may name an area that limits them.
ORGANISATION_ROLES = frozenset({Role.WORKER, Role.HEAD})
AREA_ROLES = frozenset({Role.DISTRICT_HEAD, Role.COUNCILLOR})
OVERSEERS = AREA_ROLES | {Role.ANALYST}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who may see what depends on this alone. No user and no roles: the public.

    organisation_ids: where the person works, as worker or head; headed_ids: where as head. Areas limit a role to the
    appeals in them, None means everywhere: moderated_area_ids where a moderator, operated_area_ids where an operator.
    overseen_area_ids: what a district head, councillor or analyst looks over, without personal data.
    """

    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    headed_ids: frozenset[int] = frozenset()
    moderated_area_ids: frozenset[int] | None = None
    overseen_area_ids: frozenset[int] | None = frozenset()
    operated_area_ids: frozenset[int] | None = None

    @property
    def moderates(self) -> bool:
        """Somewhere at least; whether here is asked of `moderates_in`."""
        return bool(self.roles & {Role.MODERATOR, Role.ADMINISTRATOR})

    def moderates_in(self, area_ids: Collection[int]) -> bool:
        """Whether an appeal in these areas is this moderator's."""
        if Role.ADMINISTRATOR in self.roles:
            return True
        return Role.MODERATOR in self.roles and within(self.moderated_area_ids, area_ids)

    def operates_in(self, area_ids: Collection[int]) -> bool:
        """Whether an appeal in these areas is this operator's."""
        return Role.OPERATOR in self.roles and within(self.operated_area_ids, area_ids)


def within(limit: Collection[int] | None, area_ids: Collection[int]) -> bool:
    """Whether one of the areas is among those that a role is limited to; None limits nothing."""
    return limit is None or any(area in limit for area in area_ids)


PUBLIC = Viewer()
SYSTEM = Viewer(roles=frozenset({Role.SYSTEM}))
