"""Which step leads from which state to which, who may take it, what it needs and what follows: a table, a pure check.

To allow or forbid a change of state, or to tell somebody else of it, change a line of `TABLE`; whom events tell that
are no steps says `BESIDE`. `docs/lifecycle.md` is made from both.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from accounts.types import Role, Viewer
from appeals.errors import MissingInput, NotAllowed, WrongState
from appeals.types import Action, Clock, EventType, Need, Part, State, Told


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step. event: what the history calls it. tells: who gets a notice. clock: what the time for the
    answer does. A step with old == new leaves the state as it is.
    """

    action: Action
    old: State
    new: State
    parts: frozenset[Part]
    needs: tuple[Need, ...] = ()
    event: EventType = EventType.STATE_CHANGED
    tells: frozenset[Told] = frozenset()
    clock: Clock = Clock.NONE


_STAFF = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})
_WORK = frozenset({Part.EXECUTOR, Part.ADMINISTRATOR})
_HEAD = frozenset({Part.HEAD, Part.ADMINISTRATOR})
_HANDS = _WORK | {Part.DELEGATE}
_SYSTEM = frozenset({Part.SYSTEM})
_AUTHOR = frozenset({Part.AUTHOR})
# An operator writes down what the author says on the phone.
_CALLER = _AUTHOR | {Part.OPERATOR}
_TO_AUTHOR = frozenset({Told.AUTHOR})
_TO_EXECUTOR = frozenset({Told.EXECUTOR})
_TO_ALL = frozenset({Told.AUTHOR, Told.FOLLOWERS})
# Who works there hears of it anyway; an alert makes the letter faster for the places and topics that it names.
_TO_DELEGATE = frozenset({Told.DELEGATE, Told.WATCHERS})
_TO_NOBODY: frozenset[Told] = frozenset()
_WITH_AN_EXECUTOR = (
    State.ASSIGNED,
    State.REGISTERED,
    State.IN_PROGRESS,
    State.ON_HOLD,
    State.INTERIM_ANSWER,
    State.REOPENED,
)
_BEING_WORKED_ON = (State.IN_PROGRESS, State.ON_HOLD, State.INTERIM_ANSWER)
_ANSWERED = (State.ANSWERED, State.RATED)


def _executor_in(state: State) -> frozenset[Told]:
    """The executor, once the appeal was passed on: who is only proposed was never given to see it."""
    return _TO_EXECUTOR if state in _WITH_AN_EXECUTOR else _TO_NOBODY


TABLE: tuple[Transition, ...] = (
    Transition(
        Action.SUBMIT,
        State.DRAFT,
        State.SUBMITTED,
        _CALLER | _STAFF | _SYSTEM,
        (Need.TOPIC, Need.TEXT, Need.PLACE),
        EventType.SUBMITTED,
        _TO_AUTHOR,
        Clock.START,
    ),
    Transition(Action.QUEUE, State.SUBMITTED, State.MODERATION, _SYSTEM | _STAFF),
    Transition(
        Action.ACCEPT,
        State.MODERATION,
        State.ACCEPTED,
        _STAFF | _SYSTEM,
        (Need.VISIBILITY,),
        EventType.ACCEPTED,
        frozenset({Told.AUTHOR, Told.WATCHERS}),
    ),
    Transition(
        Action.REFUSE,
        State.MODERATION,
        State.REFUSED,
        _STAFF,
        (Need.REASON,),
        EventType.REFUSED,
        _TO_AUTHOR,
        Clock.STOP,
    ),
    # Another executor begins anew, wherever the first one stood.
    *(
        Transition(
            Action.ASSIGN,
            old,
            State.ASSIGNED,
            _STAFF | _SYSTEM,
            (Need.EXECUTOR,),
            tells=_TO_ALL | {Told.EXECUTOR, Told.WATCHERS},
        )
        for old in (State.ACCEPTED, *_WITH_AN_EXECUTOR)
    ),
    # The executor declines before the work, the moderator may return it at any time: a choice by hand follows.
    *(
        Transition(
            Action.DECLINE,
            old,
            State.ACCEPTED,
            _WORK | _STAFF if old in {State.ASSIGNED, State.REGISTERED} else _STAFF,
            (Need.COMMENT,),
            tells=frozenset({Told.MODERATORS}),
        )
        for old in _WITH_AN_EXECUTOR
    ),
    # A formal answer is counted from its registration.
    Transition(
        Action.REGISTER, State.ASSIGNED, State.REGISTERED, _WORK, tells=_TO_AUTHOR, clock=Clock.REGISTER
    ),
    *(
        Transition(Action.START, old, State.IN_PROGRESS, _WORK, tells=_TO_ALL)
        for old in (State.REGISTERED, State.REOPENED)
    ),
    *(
        Transition(
            Action.HOLD,
            old,
            State.ON_HOLD,
            _WORK,
            (Need.UNTIL, Need.COMMENT),
            EventType.HELD,
            _TO_ALL,
            Clock.PAUSE,
        )
        for old in (State.IN_PROGRESS, State.INTERIM_ANSWER)
    ),
    Transition(
        Action.RESUME,
        State.ON_HOLD,
        State.IN_PROGRESS,
        _WORK | _SYSTEM,
        (),
        EventType.RESUMED,
        _TO_ALL,
        Clock.RESUME,
    ),
    Transition(
        Action.RESUME, State.INTERIM_ANSWER, State.IN_PROGRESS, _WORK | _SYSTEM, (), EventType.RESUMED
    ),
    Transition(
        Action.INTERIM,
        State.IN_PROGRESS,
        State.INTERIM_ANSWER,
        _WORK,
        (Need.ANSWER,),
        EventType.INTERIM_ANSWERED,
        _TO_ALL,
    ),
    # A worker proposes, the head answers: at once, or by approving what was proposed.
    *(
        Transition(
            Action.ANSWER,
            old,
            State.ANSWERED,
            _HEAD,
            (Need.ANSWER,),
            EventType.ANSWERED,
            _TO_ALL,
            Clock.STOP,
        )
        for old in _BEING_WORKED_ON
    ),
    *(
        Transition(Action.APPROVE, old, State.ANSWERED, _HEAD, (), EventType.ANSWERED, _TO_ALL, Clock.STOP)
        for old in _BEING_WORKED_ON
    ),
    *(
        Transition(
            Action.PROPOSE,
            old,
            old,
            _HANDS,
            (Need.ANSWER,),
            EventType.ANSWER_PROPOSED,
            frozenset({Told.HEAD}),
        )
        for old in _BEING_WORKED_ON
    ),
    *(
        Transition(
            Action.RETURN,
            old,
            old,
            _HEAD,
            (Need.COMMENT,),
            EventType.ANSWER_RETURNED,
            frozenset({Told.EXECUTOR, Told.DELEGATE}),
        )
        for old in _BEING_WORKED_ON
    ),
    *(
        Transition(Action.PLAN, old, old, _HANDS, (Need.PLANNED_ON,), EventType.PLANNED, _TO_ALL)
        for old in _WITH_AN_EXECUTOR
    ),
    *(
        Transition(Action.DELEGATE, old, old, _WORK, (), EventType.DELEGATED, _TO_DELEGATE)
        for old in _WITH_AN_EXECUTOR
    ),
    # Of a formal appeal, once, by 30 days at most; the author must be told.
    *(
        Transition(
            Action.EXTEND,
            old,
            old,
            _HEAD | {Part.MODERATOR},
            (Need.DAYS, Need.COMMENT),
            EventType.EXTENDED,
            _TO_ALL,
            Clock.EXTEND,
        )
        for old in _WITH_AN_EXECUTOR
    ),
    Transition(
        Action.RATE, State.ANSWERED, State.RATED, _AUTHOR, (Need.RATING,), EventType.RATED, _TO_EXECUTOR
    ),
    # An answer that nobody rates is closed when the time for rating is over.
    *(
        Transition(Action.CLOSE, old, State.CLOSED, _STAFF | _SYSTEM, (), EventType.CLOSED, _TO_AUTHOR)
        for old in _ANSWERED
    ),
    *(
        Transition(
            Action.REOPEN,
            old,
            State.REOPENED,
            _CALLER | _STAFF,
            (Need.COMMENT,),
            EventType.REOPENED,
            _TO_ALL | {Told.EXECUTOR},
            Clock.RESTART,
        )
        for old in _ANSWERED
    ),
    *(
        Transition(
            Action.MERGE,
            old,
            State.MERGED,
            _STAFF,
            (Need.DUPLICATE_OF,),
            EventType.MERGED,
            _TO_ALL | _executor_in(old),
            Clock.STOP,
        )
        for old in (State.MODERATION, State.ACCEPTED, *_WITH_AN_EXECUTOR)
    ),
    *(
        Transition(
            Action.WITHDRAW,
            old,
            State.WITHDRAWN,
            _CALLER,
            (),
            EventType.WITHDRAWN,
            frozenset({Told.FOLLOWERS}) | _executor_in(old),
            Clock.STOP,
        )
        for old in (State.SUBMITTED, State.MODERATION, State.ACCEPTED, *_WITH_AN_EXECUTOR)
    ),
)
# Whom events tell that are no steps.
BESIDE: dict[EventType, frozenset[Told]] = {
    # Whoever is proposed or chosen is told by the step that passes the appeal on.
    EventType.ASSIGNED: _TO_NOBODY,
    EventType.CORRECTED: _TO_AUTHOR,
    EventType.SUPPORTED: _TO_NOBODY,
    EventType.IMPORTED: _TO_NOBODY,
    EventType.TWIN_JOINED: _TO_NOBODY,
    EventType.COMMENTED: _TO_ALL,
    EventType.FOLLOW_ASKED: frozenset({Told.ASKED}),
    EventType.PHOTO_BLURRED: _TO_NOBODY,
    EventType.ADOPTED: _TO_NOBODY,
    EventType.REMINDED: _TO_AUTHOR | _TO_EXECUTOR | {Told.DELEGATE},
    EventType.OVERDUE: _TO_AUTHOR | _TO_EXECUTOR | {Told.DELEGATE},
    EventType.ESCALATED: frozenset({Told.OVERSEERS}),
}
_BY_STEP: dict[tuple[Action, State], Transition] = {(row.action, row.old): row for row in TABLE}


def parts_of(
    viewer: Viewer,
    *,
    author_id: int | None,
    executor_id: int | None,
    delegate_id: int | None = None,
    approval: bool = True,
    area_ids: Collection[int] = (),
) -> frozenset[Part]:
    """What the viewer is to an appeal of this author, executor and delegate in these areas; empty: nothing.

    approval: whether the executor's answers need its head; without it each of its workers stands for the head.
    """
    works = executor_id is not None and executor_id in viewer.organisation_ids
    parts = {
        Part.MODERATOR: Role.MODERATOR in viewer.roles and viewer.moderates_in(area_ids),
        Part.ADMINISTRATOR: Role.ADMINISTRATOR in viewer.roles,
        Part.OPERATOR: viewer.operates_in(area_ids),
        Part.SYSTEM: Role.SYSTEM in viewer.roles,
        Part.AUTHOR: viewer.user_id is not None and viewer.user_id == author_id,
        Part.EXECUTOR: works,
        Part.HEAD: executor_id in viewer.headed_ids or (works and not approval),
        Part.DELEGATE: delegate_id is not None and delegate_id in viewer.organisation_ids,
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


def told_of(action: Action, state: State) -> frozenset[Told]:
    """Who gets a notice of the step that was taken from the state; nobody when there is no such step."""
    row = _BY_STEP.get((action, state))
    return row.tells if row else frozenset()
