"""Who is looking: roles and the viewer, a value that every visibility rule takes; no database."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    RESIDENT = "resident"
    MODERATOR = "moderator"
    WORKER = "worker"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who may see what depends on this alone. No user and no roles: the public."""

    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[int] = frozenset()

    @property
    def moderates(self) -> bool:
        return bool(self.roles & {Role.MODERATOR, Role.ADMINISTRATOR})


PUBLIC = Viewer()
SYSTEM = Viewer(roles=frozenset({Role.SYSTEM}))
