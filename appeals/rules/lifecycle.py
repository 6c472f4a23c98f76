"""Which step leads from which state to which, who may take it and what it needs: a table and a pure check.

To allow or forbid a change of state, change a line of `TABLE`; `docs/lifecycle.md` is made from it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from accounts.types import Role, Viewer
from appeals.errors import MissingInput, NotAllowed, WrongState
from appeals.types import Action, Need, Part, State


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed change of state."""

    action: Action
    old: State
    new: State
    parts: frozenset[Part]
    needs: tuple[Need, ...] = ()


_STAFF = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})
_WORK = frozenset({Part.EXECUTOR, Part.ADMINISTRATOR})
_SYSTEM = frozenset({Part.SYSTEM})
_AUTHOR = frozenset({Part.AUTHOR})
_WITH_AN_EXECUTOR = (
    State.ASSIGNED,
    State.REGISTERED,
    State.IN_PROGRESS,
    State.ON_HOLD,
    State.INTERIM_ANSWER,
    State.REOPENED,
)

TABLE: tuple[Transition, ...] = (
    Transition(
        Action.SUBMIT,
        State.DRAFT,
        State.SUBMITTED,
        _AUTHOR | _STAFF | _SYSTEM,
        (Need.TOPIC, Need.TEXT, Need.PLACE),
    ),
    Transition(Action.QUEUE, State.SUBMITTED, State.MODERATION, _SYSTEM | _STAFF),
    Transition(Action.ACCEPT, State.MODERATION, State.ACCEPTED, _STAFF | _SYSTEM, (Need.VISIBILITY,)),
    Transition(Action.REFUSE, State.MODERATION, State.REFUSED, _STAFF, (Need.REASON,)),
    Transition(Action.ASSIGN, State.ACCEPTED, State.ASSIGNED, _STAFF | _SYSTEM, (Need.EXECUTOR,)),
    # Another executor begins anew, wherever the first one stood.
    *(
        Transition(Action.ASSIGN, state, State.ASSIGNED, _STAFF | _SYSTEM, (Need.EXECUTOR,))
        for state in _WITH_AN_EXECUTOR
        if state != State.ASSIGNED
    ),
    # The executor declines before the work, the moderator may return it at any time: a choice by hand follows.
    Transition(Action.DECLINE, State.ASSIGNED, State.ACCEPTED, _WORK | _STAFF, (Need.COMMENT,)),
    Transition(Action.DECLINE, State.REGISTERED, State.ACCEPTED, _WORK | _STAFF, (Need.COMMENT,)),
    *(
        Transition(Action.DECLINE, state, State.ACCEPTED, _STAFF, (Need.COMMENT,))
        for state in _WITH_AN_EXECUTOR
        if state not in {State.ASSIGNED, State.REGISTERED}
    ),
    Transition(Action.REGISTER, State.ASSIGNED, State.REGISTERED, _WORK),
    Transition(Action.START, State.REGISTERED, State.IN_PROGRESS, _WORK),
    Transition(Action.HOLD, State.IN_PROGRESS, State.ON_HOLD, _WORK, (Need.COMMENT,)),
    Transition(Action.RESUME, State.ON_HOLD, State.IN_PROGRESS, _WORK | _SYSTEM),
    Transition(Action.INTERIM, State.IN_PROGRESS, State.INTERIM_ANSWER, _WORK, (Need.ANSWER,)),
    Transition(Action.RESUME, State.INTERIM_ANSWER, State.IN_PROGRESS, _WORK | _SYSTEM),
    Transition(Action.ANSWER, State.IN_PROGRESS, State.ANSWERED, _WORK, (Need.ANSWER,)),
    Transition(Action.ANSWER, State.ON_HOLD, State.ANSWERED, _WORK, (Need.ANSWER,)),
    Transition(Action.ANSWER, State.INTERIM_ANSWER, State.ANSWERED, _WORK, (Need.ANSWER,)),
    Transition(Action.RATE, State.ANSWERED, State.RATED, _AUTHOR, (Need.RATING,)),
    Transition(Action.CLOSE, State.RATED, State.CLOSED, _STAFF | _SYSTEM),
    # An answer that nobody rates is closed when the time for rating is over.
    Transition(Action.CLOSE, State.ANSWERED, State.CLOSED, _STAFF | _SYSTEM),
    Transition(Action.REOPEN, State.RATED, State.REOPENED, _AUTHOR | _STAFF, (Need.COMMENT,)),
    Transition(Action.START, State.REOPENED, State.IN_PROGRESS, _WORK),
    *(
        Transition(Action.MERGE, state, State.MERGED, _STAFF, (Need.DUPLICATE_OF,))
        for state in (
            State.MODERATION,
            State.ACCEPTED,
            State.ASSIGNED,
            State.REGISTERED,
            State.IN_PROGRESS,
        )
    ),
    *(
        Transition(Action.WITHDRAW, state, State.WITHDRAWN, _AUTHOR)
        for state in (
            State.SUBMITTED,
            State.MODERATION,
            State.ACCEPTED,
            State.ASSIGNED,
            State.REGISTERED,
            State.IN_PROGRESS,
            State.ON_HOLD,
            State.INTERIM_ANSWER,
            State.REOPENED,
        )
    ),
)
_BY_STEP: dict[tuple[Action, State], Transition] = {(row.action, row.old): row for row in TABLE}


def parts_of(viewer: Viewer, *, author_id: int | None, executor_id: int | None) -> frozenset[Part]:
    """What the viewer is to an appeal of this author and executor; empty: nothing."""
    parts = {
        Part.MODERATOR: Role.MODERATOR in viewer.roles,
        Part.ADMINISTRATOR: Role.ADMINISTRATOR in viewer.roles,
        Part.SYSTEM: Role.SYSTEM in viewer.roles,
        Part.AUTHOR: viewer.user_id is not None and viewer.user_id == author_id,
        Part.EXECUTOR: executor_id is not None and executor_id in viewer.organisation_ids,
    }
    return frozenset(part for part, true in parts.items() if true)


def check(action: Action, *, state: State, parts: Collection[Part], given: Collection[Need]) -> Transition:
    """The transition that the action takes from the state.

    Raises WrongState when the table has none, NotAllowed when none of the parts may take it, MissingInput when
    something that it needs was not given.
    """
    row = _BY_STEP.get((action, state))
    if row is None:
        raise WrongState(action=action.value, state=state.value)
    if row.parts.isdisjoint(parts):
        raise NotAllowed
    for need in row.needs:
        if need not in given:
            raise MissingInput(action=action.value, need=need.value)
    return row


def actions_for(state: State, parts: Collection[Part]) -> Iterator[Transition]:
    """Transitions that somebody with these parts may take from the state, in the table's order."""
    for row in TABLE:
        if row.old == state and not row.parts.isdisjoint(parts):
            yield row
