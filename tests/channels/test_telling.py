"""Who hears of what in which words: the rule, event by event."""

import pytest

from appeals.types import EventType, State
from channels.rules.telling import BY_STATE, BY_TYPE, SILENT, SPEAK_BY_STATE, tellings
from channels.types import Facts, Standing, Wording
from channels.wording import WORDS


@pytest.mark.parametrize("event", list(EventType))
def test_each_type_of_event_is_decided(event: EventType) -> None:
    assert sum(event in group for group in (SPEAK_BY_STATE, set(BY_TYPE), SILENT)) == 1


@pytest.mark.parametrize("state", list(State))
def test_each_state_is_decided(state: State) -> None:
    assert state in BY_STATE


@pytest.mark.parametrize("wording", list(Wording))
def test_each_wording_has_words(wording: Wording) -> None:
    assert WORDS[wording].title
    str(WORDS[wording].sentence) % {"executor": "A", "reason": "B", "planned": "C"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(EventType.SUBMITTED, new=State.MODERATION), {Standing.AUTHOR: Wording.RECEIVED}),
        (
            Facts(EventType.ASSIGNED, executor_changed=True, proposed=True),
            {},
        ),
        (
            Facts(EventType.ACCEPTED, State.MODERATION, State.ACCEPTED, published=True),
            {Standing.AUTHOR: Wording.ACCEPTED, Standing.SUBSCRIBER: Wording.PUBLISHED},
        ),
        (
            Facts(EventType.STATE_CHANGED, State.ACCEPTED, State.ASSIGNED, executor_changed=True),
            {
                Standing.AUTHOR: Wording.PASSED_ON,
                Standing.FOLLOWER: Wording.PASSED_ON,
                Standing.WORKER: Wording.NEW_TASK,
                Standing.HEAD: Wording.NEW_TASK,
                Standing.SUBSCRIBER: Wording.NEW_TASK,
            },
        ),
        (
            Facts(EventType.STATE_CHANGED, State.ACCEPTED, State.ASSIGNED, with_acceptance=True),
            {
                Standing.FOLLOWER: Wording.PASSED_ON,
                Standing.WORKER: Wording.NEW_TASK,
                Standing.HEAD: Wording.NEW_TASK,
                Standing.SUBSCRIBER: Wording.NEW_TASK,
            },
        ),
        (
            Facts(EventType.STATE_CHANGED, State.ASSIGNED, State.ACCEPTED),
            {Standing.MODERATOR: Wording.RETURNED},
        ),
        (
            Facts(EventType.STATE_CHANGED, State.ON_HOLD, State.IN_PROGRESS),
            {Standing.AUTHOR: Wording.RESUMED, Standing.FOLLOWER: Wording.RESUMED},
        ),
        (
            Facts(EventType.ANSWERED, State.IN_PROGRESS, State.ANSWERED),
            {Standing.AUTHOR: Wording.ANSWERED, Standing.FOLLOWER: Wording.ANSWERED},
        ),
        (Facts(EventType.SUPPORTED), {}),
        (Facts(EventType.CORRECTED, corrected=frozenset({"public_text"})), {}),
        (
            Facts(EventType.CORRECTED, corrected=frozenset({"topic", "due_on"})),
            {Standing.AUTHOR: Wording.CORRECTED},
        ),
    ],
)
def test_who_hears(facts: Facts, told: dict[Standing, Wording]) -> None:
    assert tellings(facts) == told


def test_another_executor_of_the_same_state_is_told_once() -> None:
    """A correction that changes the state too writes a second event, which speaks for both."""
    alone = Facts(EventType.CORRECTED, executor_changed=True, passed_on=True)
    assert tellings(alone)[Standing.WORKER] == Wording.NEW_TASK
    both = Facts(
        EventType.CORRECTED, State.IN_PROGRESS, State.ASSIGNED, executor_changed=True, passed_on=True
    )
    assert tellings(both) == {}


def test_an_executor_who_may_not_see_the_appeal_hears_nothing() -> None:
    assert tellings(Facts(EventType.CORRECTED, executor_changed=True, passed_on=False)) == {}
