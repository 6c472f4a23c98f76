"""What the desk offers, for all states × parts, and the filter that an address asks for."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from appeals.rules.desk import DeskFilter, DeskView, Due, desk_filter, extendable, offered, states_of
from appeals.rules.lifecycle import TABLE, check
from appeals.types import Action, Need, Part, State, Track

WORK = (Part.EXECUTOR, Part.HEAD, Part.DELEGATE)
SETS = [frozenset(chosen) for size in range(4) for chosen in combinations(WORK, size)]
BESIDE = [parts | {Part.AUTHOR, Part.MODERATOR} for parts in SETS]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("parts", [*SETS, *BESIDE])
@pytest.mark.parametrize("waiting", [True, False])
def test_whatever_is_offered_the_lifecycle_allows(
    state: State, parts: frozenset[Part], waiting: bool
) -> None:
    actions = offered(state, parts, waiting=waiting, may_extend=True)
    for action in actions:
        assert check(action, state=state, parts=parts, given=list(Need)).old == state
    assert not actions or parts & set(WORK)
    assert actions.isdisjoint({Action.RATE, Action.REOPEN, Action.WITHDRAW, Action.ASSIGN, Action.MERGE})
    assert waiting or actions.isdisjoint({Action.APPROVE, Action.RETURN})


def test_every_step_of_the_executor_is_offered_somewhere() -> None:
    own = {row.action for row in TABLE if row.parts & set(WORK)}
    found = {
        a for state in State for parts in SETS for a in offered(state, parts, waiting=True, may_extend=True)
    }
    assert found == own


def test_only_a_formal_appeal_in_time_is_extended_and_once() -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    later = noon + timedelta(days=1)
    assert extendable(Track.FORMAL, later, again=False, now=noon)
    assert not extendable(Track.MESSAGE, later, again=False, now=noon)
    assert not extendable(Track.FORMAL, later, again=True, now=noon)
    assert not extendable(Track.FORMAL, noon, again=False, now=noon)
    assert not extendable(Track.FORMAL, None, again=False, now=noon)
    assert Action.EXTEND not in offered(State.REGISTERED, {Part.HEAD}, waiting=False)


def test_a_worker_proposes_and_a_head_answers() -> None:
    state = State.IN_PROGRESS
    worker = offered(state, {Part.EXECUTOR}, waiting=True)
    assert Action.PROPOSE in worker
    assert worker.isdisjoint({Action.ANSWER, Action.APPROVE, Action.RETURN})
    head = offered(state, {Part.EXECUTOR, Part.HEAD}, waiting=True)
    assert {Action.ANSWER, Action.APPROVE, Action.RETURN} <= head
    assert Action.PROPOSE not in head
    assert offered(state, {Part.DELEGATE}, waiting=False) == {Action.PROPOSE, Action.PLAN}


def test_a_filter_is_what_its_query_says() -> None:
    wanted = desk_filter(state="approval", topic="pothole", text="  Садовая   13 ", due="overdue")
    assert wanted == DeskFilter(DeskView.APPROVAL, None, "pothole", "Садовая 13", Due.OVERDUE)
    assert desk_filter(state="on_hold") == DeskFilter(DeskView.WORK, State.ON_HOLD)
    assert desk_filter(state="rated").view == DeskView.DONE
    assert desk_filter(state="progress").query == ""
    assert desk_filter(state="on_hold", due="soon").query == "state=on_hold&due=soon"


@pytest.mark.parametrize("state", ["", "moderation", "draft", "refused", "nonsense", "a\x00b"])
def test_what_a_desk_does_not_know_narrows_nothing(state: str) -> None:
    assert desk_filter(state=state, topic="x" * 61, due="tomorrow") == DeskFilter()


def test_no_filter_reaches_what_no_moderator_has_passed() -> None:
    reached = {state for word in [*State, *DeskView, ""] for state in desk_filter(state=word).states}
    assert reached == states_of(DeskView.WORK) | states_of(DeskView.DONE)
    assert reached.isdisjoint({State.DRAFT, State.SUBMITTED, State.MODERATION, State.REFUSED, State.ACCEPTED})


def test_words_are_cut_and_hold_nothing_that_no_text_can() -> None:
    wanted = desk_filter(text="яма\x00 \ud800" + "я" * 200, due="overdue", state="solved")
    assert "\x00" not in wanted.text
    assert len(wanted.text) <= 100
    assert wanted.due == Due.ANY
