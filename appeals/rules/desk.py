"""What an executor's desk offers and by what it is narrowed down: pure; each step is checked again by its service."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from appeals.rules.lifecycle import actions_for
from appeals.types import STATE_GROUPS, Action, Part, State, StateGroup, Track

WORK_PARTS = frozenset({Part.EXECUTOR, Part.HEAD, Part.DELEGATE})
_DESK_ACTIONS = frozenset(
    {
        *(Action.REGISTER, Action.START, Action.DECLINE, Action.DELEGATE, Action.PLAN, Action.HOLD),
        *(Action.RESUME, Action.INTERIM, Action.ANSWER, Action.PROPOSE, Action.APPROVE, Action.RETURN),
        Action.EXTEND,
    }
)
_ON_WAITING = frozenset({Action.APPROVE, Action.RETURN})


def extendable(track: Track, due_at: datetime | None, *, again: bool, now: datetime) -> bool:
    """Whether the time for the answer can be extended: of a formal appeal, once, and before it is over.

    again: whether it was before, even if the author has reopened the appeal since.
    Source: Federal Law 59-FZ, article 12, part 2.
    """
    return track == Track.FORMAL and not again and due_at is not None and due_at > now


def offered(
    state: State, parts: Collection[Part], *, waiting: bool, may_extend: bool = False
) -> frozenset[Action]:
    """The steps that somebody with these parts may take now at the desk; empty for whoever does not work on it.

    waiting: whether a proposed answer waits for the head. Who may answer at once is not asked to propose.
    may_extend: whether the appeal is `extendable`.
    """
    if WORK_PARTS.isdisjoint(parts):
        return frozenset()
    actions = frozenset(row.action for row in actions_for(state, parts)) & _DESK_ACTIONS
    if not waiting:
        actions -= _ON_WAITING
    if not may_extend:
        actions -= {Action.EXTEND}
    return actions - {Action.PROPOSE} if Action.ANSWER in actions else actions


class DeskView(StrEnum):
    """Which of the own appeals: in hand, with an answer that waits for the head, or answered."""

    WORK = "progress"
    APPROVAL = "approval"
    DONE = "solved"


class Due(StrEnum):
    """By the day of the answer. SOON: within a week."""

    ANY = ""
    OVERDUE = "overdue"
    SOON = "soon"


LONGEST_WORDS = 100
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """Which of the own appeals a desk shows. state: one of the view's states; empty fields narrow nothing."""

    view: DeskView = DeskView.WORK
    state: State | None = None
    topic: str = ""
    text: str = ""
    due: Due = Due.ANY

    @property
    def states(self) -> frozenset[State]:
        """The states asked for."""
        return frozenset({self.state}) if self.state else states_of(self.view)

    @property
    def query(self) -> str:
        """The filter as a query string, the same for the same filter; empty for the plain desk."""
        parts = {
            "state": self.state or (self.view if self.view != DeskView.WORK else ""),
            "topic": self.topic,
            "text": self.text,
            "due": self.due,
        }
        return urlencode({name: str(value) for name, value in parts.items() if value})


def states_of(view: DeskView) -> frozenset[State]:
    """The states of a view; an answer waits while the work goes on."""
    group = StateGroup.SOLVED if view == DeskView.DONE else StateGroup.PROGRESS
    return frozenset(state for state, of in STATE_GROUPS.items() if of == group)


def desk_filter(*, state: str = "", topic: str = "", text: str = "", due: str = "") -> DeskFilter:
    """The filter that words of an address ask for; what cannot be read narrows nothing.

    state: a view, or one state of the work or of what is answered.
    """
    view = next((view for view in DeskView if view == state), DeskView.WORK)
    single = next((one for one in STATE_GROUPS if one == state), None)
    if single is not None:
        view = next((view for view in (DeskView.WORK, DeskView.DONE) if single in states_of(view)), view)
        single = single if single in states_of(view) else None
    words = " ".join(text.replace("\x00", " ").split())[:LONGEST_WORDS]
    return DeskFilter(
        view=view,
        state=single,
        topic=topic if "\x00" not in topic and len(topic) <= LONGEST_CODE else "",
        text=words.encode("utf-8", "ignore").decode("utf-8"),
        due=next((one for one in Due if one == due), Due.ANY) if view != DeskView.DONE else Due.ANY,
    )
