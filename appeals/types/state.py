"""States of an appeal and their groups: which are open, which are hidden."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    MODERATION = "moderation"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    REGISTERED = "registered"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    INTERIM_ANSWER = "interim_answer"
    ANSWERED = "answered"
    RATED = "rated"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class StateGroup(StrEnum):
    """How a map draws a state: colour and shape."""

    NEW = "new"
    PROGRESS = "progress"
    SOLVED = "solved"
    NEUTRAL = "neutral"


STATE_GROUPS: dict[State, StateGroup] = {
    State.DRAFT: StateGroup.NEW,
    State.SUBMITTED: StateGroup.NEW,
    State.MODERATION: StateGroup.NEW,
    State.ACCEPTED: StateGroup.NEW,
    State.ASSIGNED: StateGroup.PROGRESS,
    State.REGISTERED: StateGroup.PROGRESS,
    State.IN_PROGRESS: StateGroup.PROGRESS,
    State.ON_HOLD: StateGroup.PROGRESS,
    State.INTERIM_ANSWER: StateGroup.PROGRESS,
    State.REOPENED: StateGroup.PROGRESS,
    State.ANSWERED: StateGroup.SOLVED,
    State.RATED: StateGroup.SOLVED,
    State.CLOSED: StateGroup.SOLVED,
    State.REFUSED: StateGroup.NEUTRAL,
    State.MERGED: StateGroup.NEUTRAL,
    State.WITHDRAWN: StateGroup.NEUTRAL,
}


OPEN_STATES = frozenset(
    state for state, group in STATE_GROUPS.items() if group in {StateGroup.NEW, StateGroup.PROGRESS}
) - {State.DRAFT}

SOLVED_STATES = frozenset(state for state, group in STATE_GROUPS.items() if group == StateGroup.SOLVED)

# No moderator has passed these, or one has refused them: never public.
HIDDEN_STATES = frozenset({State.DRAFT, State.SUBMITTED, State.MODERATION, State.REFUSED})
# All others; what was withdrawn or merged is among them, whenever that was.
PASSED_STATES = frozenset(State) - HIDDEN_STATES
