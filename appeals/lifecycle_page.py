"""The lifecycle table as a page of the documentation; not the table itself (rules/lifecycle.py)."""

from pathlib import Path

from django.conf import settings

from appeals.rules.lifecycle import TABLE
from appeals.types import STATE_GROUPS, State

PAGE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
_HEAD = """# Life of an appeal

Made from the table in `appeals/rules/lifecycle.py` by `manage.py describe_lifecycle`; a test holds the two in step.

`author` is whoever sent it, `executor` works in the organisation that answers for it, `system` is Metka itself.
What is not in the table is not possible. Correcting an appeal (place, topic, executor) is no step: the steps that
follow from it are taken by the system.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *_diagram(), "", "## Steps", "", *_steps(), "", "## States", "", *_states(), ""])


def _steps() -> list[str]:
    lines = ["| step | from | to | who may | needs |", "|---|---|---|---|---|"]
    for row in TABLE:
        who = ", ".join(sorted(part.value for part in row.parts))
        needs = ", ".join(need.value for need in row.needs) or "–"
        lines.append(f"| {row.action} | `{row.old}` | `{row.new}` | {who} | {needs} |")
    return lines


def _states() -> list[str]:
    ends = set(State) - {row.old for row in TABLE}
    lines = ["| state | on the map | end |", "|---|---|---|"]
    lines += [f"| `{state}` | {STATE_GROUPS[state]} | {'yes' if state in ends else ''} |" for state in State]
    return lines


def _diagram() -> list[str]:
    pairs = dict.fromkeys((row.old, row.new) for row in TABLE)
    road = [pair for pair in pairs if pair[1] not in {State.MERGED, State.WITHDRAWN}]
    return ["```mermaid", "stateDiagram-v2", *(f"    {old} --> {new}" for old, new in road), "```"]
