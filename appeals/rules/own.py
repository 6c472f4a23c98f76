"""What an author may still do with an appeal of theirs: pure; each step is checked again by its service."""

from collections.abc import Collection
from dataclasses import dataclass

from appeals.rules.lifecycle import actions_for
from appeals.types import Action, Part, State


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """The steps of an author that are open now. reopenings_left: how often it may still be sent back."""

    rate: bool = False
    reopen: bool = False
    withdraw: bool = False
    reopenings_left: int = 0

    @property
    def exhausted(self) -> bool:
        """Answered, and sent back as often as the rules allow."""
        return self.reopen and not self.reopenings_left


def own_steps(state: State, parts: Collection[Part], *, reopenings: int, limit: int) -> OwnSteps:
    """Nothing for whoever is not the author. reopenings: so many there were, of `limit` that are allowed."""
    if Part.AUTHOR not in parts:
        return OwnSteps()
    actions = {row.action for row in actions_for(state, {Part.AUTHOR})}
    return OwnSteps(
        rate=Action.RATE in actions,
        reopen=Action.REOPEN in actions,
        withdraw=Action.WITHDRAW in actions,
        reopenings_left=max(limit - reopenings, 0),
    )
