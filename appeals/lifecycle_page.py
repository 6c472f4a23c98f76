"""The lifecycle tables as a page of the documentation; not the tables themselves (rules/lifecycle.py)."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from appeals.rules.lifecycle import BESIDE, TABLE
from appeals.types import STATE_GROUPS, Clock, State

PAGE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
_HEAD = """# Life of an appeal

Made from the tables in `appeals/rules/lifecycle.py` by `manage.py describe_lifecycle`; a test holds them in step.

`author` is whoever sent it, `executor` works in the organisation that answers for it, `head` approves its answers
(each of its workers where it asks for no approval), `delegate` works in the department or contractor that it gave the
work to, `operator` takes the author's calls, `system` is Metka itself. What is not in the table is not possible.
Correcting an appeal (place, topic, executor) is no step: the steps that follow from it are taken by the system.

What follows: the event of the history, who gets a notice of it, and what the time for the answer does. Notices reach
`followers` of what the public sees, the `executor`'s people with its heads, `watchers` of a place once the appeal is
published or, in the organisation, passed on or delegated. `channels/rules/telling.py` has the words.
"""


def page() -> str:
    """The page in Markdown."""
    parts = {"Steps": _steps(), "Beside the steps": _beside(), "States": _states()}
    lines = [line for title, rows in parts.items() for line in (f"## {title}", "", *rows, "")]
    return "\n".join([_HEAD, *_diagram(), "", *lines])


def _steps() -> list[str]:
    head = ("step", "from", "to", "who may", "needs", "event", "notice to", "clock")
    lines = [_line(*head), _line(*("---" for _column in head))]
    for row in TABLE:
        new = "stays" if row.new == row.old else f"`{row.new}`"
        needs = ", ".join(need.value for need in row.needs) or "–"
        clock = "–" if row.clock == Clock.NONE else row.clock.value
        who, told = _names(row.parts), _names(row.tells)
        lines.append(_line(row.action, f"`{row.old}`", new, who, needs, row.event, told, clock))
    return lines


def _beside() -> list[str]:
    head = ("event", "notice to")
    lines = [_line(*head), _line(*("---" for _column in head))]
    return lines + [_line(event, _names(told)) for event, told in BESIDE.items()]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _names(words: Collection[StrEnum]) -> str:
    return ", ".join(sorted(word.value for word in words)) or "–"


def _states() -> list[str]:
    ends = set(State) - {row.old for row in TABLE}
    lines = ["| state | on the map | end |", "|---|---|---|"]
    lines += [f"| `{state}` | {STATE_GROUPS[state]} | {'yes' if state in ends else ''} |" for state in State]
    return lines


def _diagram() -> list[str]:
    pairs = dict.fromkeys((row.old, row.new) for row in TABLE)
    road = [(old, new) for old, new in pairs if new not in {old, State.MERGED, State.WITHDRAWN}]
    return ["```mermaid", "stateDiagram-v2", *(f"    {old} --> {new}" for old, new in road), "```"]
