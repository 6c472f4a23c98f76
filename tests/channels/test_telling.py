"""Who hears of what in which words: the rule, event by event; whom a step tells is the table of appeals."""

import pytest

from appeals.rules.lifecycle import BESIDE, TABLE
from appeals.types import Action, EventType, State, Told
from channels.rules.telling import EVENTS, STANDINGS, STEPS, tellings
from channels.types import Facts, Standing, Wording
from channels.wording import REASONS, WORDS

_NEW_TASK = dict.fromkeys((Standing.WORKER, Standing.HEAD, Standing.SUBSCRIBER), Wording.NEW_TASK)
_ROWS = [pytest.param(row, id=f"{row.action}-{row.old}") for row in TABLE]


@pytest.mark.parametrize("event", list(EventType))
def test_each_type_of_event_is_decided(event: EventType) -> None:
    """An event is a step of the table or has a line beside it, and whoever it tells is told in words."""
    of_steps = [row for row in TABLE if row.event == event]
    assert bool(of_steps) != (event in BESIDE)
    assert bool(BESIDE.get(event)) == (event in EVENTS)


@pytest.mark.parametrize("row", _ROWS)
def test_each_step_says_something_to_everybody_whom_its_line_names(row: object) -> None:
    assert isinstance(row, type(TABLE[0]))
    assert not row.tells or row.action in STEPS
    facts = Facts(row.event, row.action, row.old, published=True, unpublished=True)
    assert set(tellings(facts)) == {standing for told in row.tells for standing in STANDINGS[told]}


def test_each_standing_can_be_told() -> None:
    assert set(STANDINGS) == set(Told)
    assert {standing for standings in STANDINGS.values() for standing in standings} == set(Standing)


@pytest.mark.parametrize("wording", list(Wording))
def test_each_wording_has_words(wording: Wording) -> None:
    assert WORDS[wording].title
    told = ("executor", "reason", "planned", "checked", "until", "twin")
    assert str(WORDS[wording].sentence) % dict.fromkeys(told, "A")


def test_each_standing_has_its_reason() -> None:
    assert set(REASONS) == set(Standing)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(EventType.SUBMITTED, Action.SUBMIT, State.DRAFT), {Standing.AUTHOR: Wording.RECEIVED}),
        (Facts(EventType.ASSIGNED), {}),
        (
            Facts(EventType.ACCEPTED, Action.ACCEPT, State.MODERATION, published=True),
            {Standing.AUTHOR: Wording.ACCEPTED, Standing.SUBSCRIBER: Wording.PUBLISHED},
        ),
        (
            Facts(EventType.ACCEPTED, Action.ACCEPT, State.MODERATION),
            {Standing.AUTHOR: Wording.ACCEPTED},
        ),
        (
            Facts(EventType.STATE_CHANGED, Action.ASSIGN, State.ACCEPTED),
            {Standing.AUTHOR: Wording.PASSED_ON, Standing.FOLLOWER: Wording.PASSED_ON, **_NEW_TASK},
        ),
        (
            Facts(EventType.STATE_CHANGED, Action.ASSIGN, State.ACCEPTED, with_acceptance=True),
            {Standing.FOLLOWER: Wording.PASSED_ON, **_NEW_TASK},
        ),
        (Facts(EventType.STATE_CHANGED, Action.ASSIGN, State.ACCEPTED, overtaken=True), {}),
        (
            Facts(EventType.STATE_CHANGED, Action.DECLINE, State.ASSIGNED),
            {Standing.MODERATOR: Wording.RETURNED},
        ),
        (
            Facts(EventType.RESUMED, Action.RESUME, State.ON_HOLD),
            {Standing.AUTHOR: Wording.RESUMED, Standing.FOLLOWER: Wording.RESUMED},
        ),
        (
            Facts(EventType.ANSWERED, Action.APPROVE, State.IN_PROGRESS),
            {Standing.AUTHOR: Wording.ANSWERED, Standing.FOLLOWER: Wording.ANSWERED},
        ),
        (
            Facts(EventType.ANSWER_PROPOSED, Action.PROPOSE, State.IN_PROGRESS),
            {Standing.HEAD: Wording.PROPOSED},
        ),
        (
            Facts(EventType.ANSWER_PROPOSED, Action.PROPOSE, State.IN_PROGRESS, head_approves=False),
            {Standing.HEAD: Wording.PROPOSED, Standing.WORKER: Wording.PROPOSED},
        ),
        (
            Facts(EventType.WITHDRAWN, Action.WITHDRAW, State.ASSIGNED, unpublished=True),
            dict.fromkeys((Standing.FOLLOWER, Standing.WORKER, Standing.HEAD), Wording.WITHDRAWN),
        ),
        (
            Facts(EventType.WITHDRAWN, Action.WITHDRAW, State.ASSIGNED),
            dict.fromkeys((Standing.WORKER, Standing.HEAD), Wording.WITHDRAWN),
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
