"""Which event reaches whom in which words: two tables and a pure function; not by which way it travels.

An event that leads to another state speaks by that state, whatever its type; `BY_STATE` has a line for each. To tell
somebody of something else, add a line to `BY_TYPE`; `SILENT` names the types of which nobody is told.
"""

from appeals.types import HIDDEN_STATES, EventType, State
from channels.types import Facts, Standing, Wording

_Tellings = dict[Standing, Wording]


def _all(wording: Wording, *standings: Standing) -> _Tellings:
    return dict.fromkeys(standings, wording)


_AUTHOR = (Standing.AUTHOR,)
_READERS = (Standing.AUTHOR, Standing.FOLLOWER)
_OFFICE = (Standing.WORKER, Standing.HEAD)
_HANDS = (Standing.WORKER, Standing.DELEGATE)

BY_STATE: dict[State, _Tellings] = {
    State.DRAFT: {},
    State.SUBMITTED: {},
    State.MODERATION: _all(Wording.RECEIVED, *_AUTHOR),
    State.REFUSED: _all(Wording.REFUSED, *_AUTHOR),
    State.ACCEPTED: _all(Wording.ACCEPTED, *_AUTHOR),
    State.ASSIGNED: {**_all(Wording.PASSED_ON, *_READERS), **_all(Wording.NEW_TASK, *_OFFICE)},
    State.REGISTERED: _all(Wording.REGISTERED, *_READERS),
    State.IN_PROGRESS: _all(Wording.STARTED, *_READERS),
    State.ON_HOLD: _all(Wording.HELD, *_READERS),
    State.INTERIM_ANSWER: _all(Wording.INTERIM, *_READERS),
    State.ANSWERED: _all(Wording.ANSWERED, *_READERS),
    State.RATED: _all(Wording.RATED, *_OFFICE),
    State.CLOSED: _all(Wording.CLOSED, *_READERS),
    State.REOPENED: _all(Wording.REOPENED, *_READERS, *_OFFICE, Standing.MODERATOR),
    State.MERGED: _all(Wording.MERGED, *_READERS, *_OFFICE),
    State.WITHDRAWN: _all(Wording.WITHDRAWN, Standing.FOLLOWER, *_OFFICE),
}
BY_TYPE: dict[EventType, _Tellings] = {
    EventType.CORRECTED: _all(Wording.CORRECTED, *_AUTHOR),
    EventType.PLANNED: _all(Wording.PLANNED, *_READERS),
    EventType.DELEGATED: _all(Wording.DELEGATED, Standing.DELEGATE),
    EventType.ANSWER_PROPOSED: _all(Wording.PROPOSED, Standing.HEAD),
    EventType.ANSWER_RETURNED: _all(Wording.SENT_BACK, *_HANDS),
    EventType.COMMENTED: _all(Wording.COMMENTED, *_READERS),
    # To the one address that is to be confirmed.
    EventType.FOLLOW_ASKED: _all(Wording.FOLLOW_ASKED, Standing.FOLLOWER),
}
SPEAK_BY_STATE = frozenset(
    {
        EventType.SUBMITTED,
        EventType.ACCEPTED,
        EventType.REFUSED,
        EventType.STATE_CHANGED,
        EventType.ANSWERED,
        EventType.HELD,
        EventType.RESUMED,
        EventType.INTERIM_ANSWERED,
        EventType.RATED,
        EventType.REOPENED,
        EventType.CLOSED,
        EventType.WITHDRAWN,
        EventType.MERGED,
    }
)
# An executor who is proposed or chosen is told when the appeal is passed on.
SILENT = frozenset(
    {
        EventType.ASSIGNED,
        EventType.SUPPORTED,
        EventType.IMPORTED,
        EventType.TWIN_JOINED,
        EventType.PHOTO_BLURRED,
    }
)

# What a correction may change that its author would miss.
_NOTEWORTHY = frozenset({"topic", "kind", "location", "address"})
# Steps of little weight: shown by the bell, not worth a letter.
BELL_ONLY = frozenset({Wording.REGISTERED, Wording.CLOSED})
# Followers are told of these though the public sees the appeal no longer: with them it ends.
PARTING = frozenset({Wording.WITHDRAWN, Wording.MERGED})


def tellings(facts: Facts) -> dict[Standing, Wording]:
    """Who is told in which words; whom `audience` finds nobody for is told nothing."""
    told: _Tellings = {}
    if is_handed_over(facts):
        told = dict(BY_STATE[State.ASSIGNED])
        if facts.with_acceptance:
            # The author reads of both in the letter on acceptance.
            told.pop(Standing.AUTHOR)
    elif _leads_on(facts):
        told = _by_state(facts)
    elif facts.type == EventType.CORRECTED and facts.corrected & _NOTEWORTHY:
        told = dict(BY_TYPE[EventType.CORRECTED])
    elif facts.type in BY_TYPE and facts.type != EventType.CORRECTED:
        told = dict(BY_TYPE[facts.type])
    if facts.published:
        told[Standing.SUBSCRIBER] = Wording.PUBLISHED
    if is_handed_over(facts):
        told[Standing.SUBSCRIBER] = Wording.NEW_TASK
    return told


def is_handed_over(facts: Facts) -> bool:
    """Whether from this event on an organisation has the appeal in hand that had it not before.

    A step that changes state and executor writes two events; the one that leads to `assigned` speaks for both.
    """
    if facts.proposed:
        return False
    if facts.new == State.ASSIGNED and facts.old != State.ASSIGNED:
        return facts.type not in {EventType.CORRECTED, EventType.ASSIGNED}
    return facts.executor_changed and facts.passed_on and (facts.new is None or facts.new == facts.old)


def _leads_on(facts: Facts) -> bool:
    return (
        facts.type not in {EventType.CORRECTED, *SILENT} and facts.new is not None and facts.new != facts.old
    )


def _by_state(facts: Facts) -> _Tellings:
    """The line of the new state; what came from elsewhere than usual has words of its own."""
    state = facts.new
    assert state is not None
    if state == State.ACCEPTED and facts.old not in HIDDEN_STATES:
        return _all(Wording.RETURNED, Standing.MODERATOR)
    if state == State.IN_PROGRESS and facts.old in {State.ON_HOLD, State.INTERIM_ANSWER}:
        return _all(Wording.RESUMED, *_READERS)
    return dict(BY_STATE[state])
