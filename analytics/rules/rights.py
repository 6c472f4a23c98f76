"""A viewer as JSON and back: the rights with which work is done later than it was asked for."""

from dataclasses import fields
from typing import Any

from accounts.types import Role, Viewer


def rights_of(viewer: Viewer) -> dict[str, Any]:
    """The same for equal viewers; None stays None, which limits nothing."""
    values = {field.name: getattr(viewer, field.name) for field in fields(viewer)}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


def viewer_with(rights: dict[str, Any]) -> Viewer:
    """The viewer again. Raises TypeError for rights that no viewer has."""
    values: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in rights.items()
    }
    values["roles"] = frozenset(Role(role) for role in values["roles"])
    return Viewer(**values)
