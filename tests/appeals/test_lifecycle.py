"""The lifecycle table over all pairs of states × actions × parts, and the order of life that DOMAIN tells."""

from itertools import product

import pytest

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from appeals.errors import MissingInput, NotAllowed, WrongState
from appeals.rules.lifecycle import TABLE, actions_for, check, parts_of
from appeals.types import Action, Need, Part, State

EVERYTHING = frozenset(Need)
ROWS = {(row.action, row.old): row for row in TABLE}
STAFF, WORK, AUTHOR, SYSTEM_ONLY = "mod adm", "exe adm", "aut", "sys"
SHORT = {"aut": Part.AUTHOR, "exe": Part.EXECUTOR, "mod": Part.MODERATOR, "adm": Part.ADMINISTRATOR}
# Written by hand, beside the table, so that a slip in one of them shows: old, new → who may.
EXPECTED = {
    "draft submitted": "aut mod adm sys",
    "submitted moderation": "mod adm sys",
    "moderation accepted": "mod adm sys",
    "moderation refused": STAFF,
    "accepted assigned": "mod adm sys",
    "assigned accepted": "exe mod adm",
    "assigned registered": WORK,
    "registered accepted": "exe mod adm",
    "registered assigned": "mod adm sys",
    "registered in_progress": WORK,
    "in_progress on_hold": WORK,
    "in_progress interim_answer": WORK,
    "in_progress answered": WORK,
    "in_progress assigned": "mod adm sys",
    "in_progress accepted": STAFF,
    "on_hold in_progress": "exe adm sys",
    "on_hold answered": WORK,
    "on_hold assigned": "mod adm sys",
    "on_hold accepted": STAFF,
    "interim_answer in_progress": "exe adm sys",
    "interim_answer answered": WORK,
    "interim_answer assigned": "mod adm sys",
    "interim_answer accepted": STAFF,
    "answered rated": AUTHOR,
    "answered closed": "mod adm sys",
    "rated closed": "mod adm sys",
    "rated reopened": "aut mod adm",
    "reopened in_progress": WORK,
    "reopened assigned": "mod adm sys",
    "reopened accepted": STAFF,
    **dict.fromkeys(
        (
            "moderation merged",
            "accepted merged",
            "assigned merged",
            "registered merged",
            "in_progress merged",
        ),
        STAFF,
    ),
    **dict.fromkeys(
        (
            *("submitted withdrawn", "moderation withdrawn", "accepted withdrawn", "assigned withdrawn"),
            *("registered withdrawn", "in_progress withdrawn", "on_hold withdrawn"),
            *("interim_answer withdrawn", "reopened withdrawn"),
        ),
        AUTHOR,
    ),
}


def _allowed(old: State, new: State) -> frozenset[Part]:
    words = EXPECTED.get(f"{old} {new}", "").split()
    return frozenset(SHORT.get(word, Part.SYSTEM) for word in words)


@pytest.mark.parametrize(("old", "new"), list(product(State, State)))
@pytest.mark.parametrize("part", Part)
def test_every_pair_of_states_for_every_part(old: State, new: State, part: Part) -> None:
    steps = [row for row in TABLE if row.old == old and row.new == new]
    expected = part in _allowed(old, new)
    for row in steps:
        if expected:
            assert check(row.action, state=old, parts={part}, given=EVERYTHING) is row
        else:
            with pytest.raises(NotAllowed):
                check(row.action, state=old, parts={part}, given=EVERYTHING)
    assert any(row.new == new for row in actions_for(old, {part})) == expected


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


def test_the_public_is_nothing_to_an_anonymous_appeal() -> None:
    assert parts_of(PUBLIC, author_id=None, executor_id=None) == frozenset()
