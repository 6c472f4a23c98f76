"""The lifecycle table over all pairs of states × actions × parts, and the order of life that DOMAIN tells."""

from itertools import product

import pytest

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from appeals.errors import MissingInput, NotAllowed, WrongState
from appeals.rules.lifecycle import TABLE, actions_for, check, parts_of, told_of
from appeals.types import Action, Clock, Need, Part, State, Told

EVERYTHING = frozenset(Need)
ROWS = {(row.action, row.old): row for row in TABLE}
STAFF, WORK, HEAD, HANDS, SYSTEM_TOO = "mod adm", "exe adm", "hea adm", "exe del adm", "mod adm sys"
SHORT = {
    "aut": Part.AUTHOR,
    "exe": Part.EXECUTOR,
    "mod": Part.MODERATOR,
    "adm": Part.ADMINISTRATOR,
    "sys": Part.SYSTEM,
    "hea": Part.HEAD,
    "ope": Part.OPERATOR,
    "del": Part.DELEGATE,
}
IN_HAND = "assigned registered in_progress on_hold interim_answer reopened".split()
WORKED_ON = "in_progress on_hold interim_answer".split()
# Written by hand, beside the table, so that a slip in one of them shows: step, old, new → who may.
EXPECTED = {
    "submit draft submitted": "aut ope mod adm sys",
    "queue submitted moderation": SYSTEM_TOO,
    "accept moderation accepted": SYSTEM_TOO,
    "refuse moderation refused": STAFF,
    "assign accepted assigned": SYSTEM_TOO,
    **{f"assign {old} assigned": SYSTEM_TOO for old in IN_HAND},
    **{f"decline {old} accepted": STAFF for old in IN_HAND},
    "decline assigned accepted": "exe mod adm",
    "decline registered accepted": "exe mod adm",
    "register assigned registered": WORK,
    "start registered in_progress": WORK,
    "start reopened in_progress": WORK,
    "hold in_progress on_hold": WORK,
    "hold interim_answer on_hold": WORK,
    "resume on_hold in_progress": "exe adm sys",
    "resume interim_answer in_progress": "exe adm sys",
    "interim in_progress interim_answer": WORK,
    **{f"answer {old} answered": HEAD for old in WORKED_ON},
    **{f"approve {old} answered": HEAD for old in WORKED_ON},
    **{f"propose {old} {old}": HANDS for old in WORKED_ON},
    **{f"return {old} {old}": HEAD for old in WORKED_ON},
    **{f"plan {old} {old}": HANDS for old in IN_HAND},
    **{f"delegate {old} {old}": WORK for old in IN_HAND},
    **{f"extend {old} {old}": "hea mod adm" for old in IN_HAND},
    "rate answered rated": "aut",
    **{f"close {old} closed": SYSTEM_TOO for old in ("answered", "rated")},
    **{f"reopen {old} reopened": "aut ope mod adm" for old in ("answered", "rated")},
    **{f"merge {old} merged": STAFF for old in ("moderation", "accepted", *IN_HAND)},
    **{f"withdraw {old} withdrawn": "aut ope" for old in ("submitted", "moderation", "accepted", *IN_HAND)},
}


def _allowed(action: Action, old: State, new: State) -> frozenset[Part]:
    return frozenset(SHORT[word] for word in EXPECTED.get(f"{action} {old} {new}", "").split())


@pytest.mark.parametrize(("old", "new"), list(product(State, State)))
@pytest.mark.parametrize("part", Part)
def test_every_pair_of_states_for_every_part(old: State, new: State, part: Part) -> None:
    expected = {action for action in Action if part in _allowed(action, old, new)}
    for row in (row for row in TABLE if row.old == old and row.new == new):
        if row.action in expected:
            assert check(row.action, state=old, parts={part}, given=EVERYTHING) is row
        else:
            with pytest.raises(NotAllowed):
                check(row.action, state=old, parts={part}, given=EVERYTHING)
    assert {row.action for row in actions_for(old, {part}) if row.new == new} == expected


def test_the_list_by_hand_names_no_step_that_is_not_in_the_table() -> None:
    assert {f"{row.action} {row.old} {row.new}" for row in TABLE} == set(EXPECTED)


@pytest.mark.parametrize(("action", "state"), list(product(Action, State)))
def test_every_action_from_every_state(action: Action, state: State) -> None:
    row = ROWS.get((action, state))
    if row is None:
        with pytest.raises(WrongState) as caught:
            check(action, state=state, parts=frozenset(Part), given=EVERYTHING)
        assert caught.value.params == {"action": action.value, "state": state.value}
    else:
        assert check(action, state=state, parts=frozenset(Part), given=EVERYTHING) is row
        with pytest.raises(NotAllowed):
            check(action, state=state, parts=(), given=EVERYTHING)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.needs], ids=lambda row: f"{row.action}-{row.old}"
)
def test_a_step_asks_for_each_thing_it_needs(row: object) -> None:
    assert isinstance(row, type(TABLE[0]))
    for need in row.needs:
        with pytest.raises(MissingInput) as caught:
            check(row.action, state=row.old, parts=row.parts, given=EVERYTHING - {need})
        assert caught.value.field == need.value


def test_an_action_leads_from_a_state_to_one_state_only() -> None:
    assert len(ROWS) == len(TABLE)


def test_every_state_can_be_reached_and_only_ends_have_no_way_out() -> None:
    reached, frontier = {State.DRAFT}, {State.DRAFT}
    while frontier:
        frontier = {row.new for row in TABLE if row.old in frontier} - reached
        reached |= frontier
    assert reached == set(State)
    ends = set(State) - {row.old for row in TABLE}
    assert ends == {State.REFUSED, State.CLOSED, State.MERGED, State.WITHDRAWN}


def test_parts_follow_from_roles_authorship_and_workplace() -> None:
    worker = Viewer(7, frozenset({Role.WORKER}), frozenset({3}))
    assert parts_of(worker, author_id=None, executor_id=3) == {Part.EXECUTOR}
    assert parts_of(worker, author_id=7, executor_id=4) == {Part.AUTHOR}
    assert parts_of(SYSTEM, author_id=None, executor_id=None) == {Part.SYSTEM}
    assert parts_of(Viewer(1, frozenset({Role.MODERATOR})), author_id=2, executor_id=3) == {Part.MODERATOR}


def test_the_head_approves_and_each_worker_where_no_approval_is_asked_for() -> None:
    worker = Viewer(7, frozenset({Role.WORKER}), frozenset({3}))
    head = Viewer(8, frozenset({Role.HEAD}), frozenset({3}), frozenset({3}))
    assert parts_of(head, author_id=None, executor_id=3) == {Part.EXECUTOR, Part.HEAD}
    assert parts_of(head, author_id=None, executor_id=4) == frozenset()
    assert parts_of(worker, author_id=None, executor_id=3) == {Part.EXECUTOR}
    assert parts_of(worker, author_id=None, executor_id=3, approval=False) == {Part.EXECUTOR, Part.HEAD}
    assert parts_of(worker, author_id=None, executor_id=4, delegate_id=3, approval=False) == {Part.DELEGATE}


def test_no_step_tells_an_executor_whom_nobody_passed_the_appeal_on_to() -> None:
    without = {State.DRAFT, State.SUBMITTED, State.MODERATION, State.ACCEPTED}
    told = {row.action for row in TABLE if row.old in without and Told.EXECUTOR in row.tells}
    assert told == {Action.ASSIGN}
    ended = {row.old for row in TABLE if row.action == Action.WITHDRAW and Told.EXECUTOR in row.tells}
    assert ended == {row.old for row in TABLE if row.action == Action.WITHDRAW} - without


def test_a_step_tells_whom_the_table_names() -> None:
    assert told_of(Action.REOPEN, State.RATED) == {Told.AUTHOR, Told.FOLLOWERS, Told.EXECUTOR}
    assert told_of(Action.REOPEN, State.CLOSED) == frozenset()


def test_the_clock_stops_with_every_end_and_starts_anew_when_reopened() -> None:
    ends = {State.REFUSED, State.ANSWERED, State.MERGED, State.WITHDRAWN}
    assert {row.new for row in TABLE if row.clock == Clock.STOP} == ends
    assert all(row.clock == Clock.STOP for row in TABLE if row.new in ends)
    assert {row.action for row in TABLE if row.clock == Clock.RESTART} == {Action.REOPEN}
    assert {row.action for row in TABLE if row.clock == Clock.PAUSE} == {Action.HOLD}


def test_the_public_is_nothing_to_an_anonymous_appeal() -> None:
    assert parts_of(PUBLIC, author_id=None, executor_id=None) == frozenset()
