"""Who is looking: roles and the viewer, a value that every visibility rule takes; no database."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a membership makes of a person. HEAD approves the answers of an executor; OPERATOR writes down callers."""

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


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who may see what depends on this alone. No user and no roles: the public.

    organisation_ids: where the person works, as worker or head; headed_ids: where as head. moderated_area_ids: areas
    whose appeals a moderator or operator handles, None for everywhere. overseen_area_ids: the areas of a district head
    and the precincts of a councillor.
    """

    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    headed_ids: frozenset[int] = frozenset()
    moderated_area_ids: frozenset[int] | None = None
    overseen_area_ids: frozenset[int] = frozenset()

    @property
    def moderates(self) -> bool:
        return bool(self.roles & {Role.MODERATOR, Role.ADMINISTRATOR})


PUBLIC = Viewer()
SYSTEM = Viewer(roles=frozenset({Role.SYSTEM}))
