"""A filter in words, for files that leave the page: a line for each condition; not its period, which is said apart."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from appeals.labels import KINDS, STATE_GROUPS, STATES
from appeals.models import Category, Topic
from appeals.queries.statistics import area_names, executor_names
from appeals.types import OPEN_STATES, PASSED_STATES, Kind, Selection, State, StateGroup
from appeals.types import STATE_GROUPS as GROUPS


def filter_words(selection: Selection, on: date) -> list[str]:
    """«Категория: Дороги», in the order of the filter's fields; empty where nothing is filtered.

    on: local day whose names of areas are told. Of what a code or number names nothing, that stands itself. At most
    six statements.
    """
    told = {
        _("Category"): _catalogue(Category, selection.categories),
        _("Topic"): _catalogue(Topic, selection.topics),
        _("Kind"): [str(KINDS[kind]) for kind in Kind if kind in selection.kinds],
        _("State"): _states(frozenset(selection.states)),
        _("Area"): _named(selection.area_ids, area_names, on),
        _("Executor"): _executors(selection),
        _("Whose work"): _named(selection.workplace_ids, executor_names),
        _("Words"): [selection.text] if selection.text else [],
    }
    lines = [f"{name}: {', '.join(values)}" for name, values in told.items() if values]
    return [*lines, *_places(selection)]


def _catalogue(model: type[Category] | type[Topic], codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    names = {one.code: str(one.name) for one in model.objects.filter(code__in=codes)}
    return [names.get(code, code) for code in codes]


def _states(states: frozenset[State]) -> list[str]:
    """The words of the field where it can say it, else each state."""
    if not states:
        return []
    if states == OPEN_STATES:
        return [_("waiting for an answer")]
    if states == PASSED_STATES:
        return [_("passed by a moderator")]
    whole = [group for group in StateGroup if states >= _of(group)]
    if states == frozenset().union(*(_of(group) for group in whole)):
        return [str(STATE_GROUPS[group]) for group in whole]
    return [str(capfirst(STATES[state])) for state in State if state in states]


def _of(group: StateGroup) -> frozenset[State]:
    return frozenset(state for state, its in GROUPS.items() if its == group)


def _executors(selection: Selection) -> list[str]:
    nobody = [_("to be chosen by the administration")] if selection.unassigned else []
    return [*_named(selection.executor_ids, executor_names), *nobody]


def _named(ids: Iterable[int], names: Any, *more: Any) -> list[str]:
    wanted = list(ids)
    found = names(wanted, *more) if wanted else {}
    return [str(found.get(number, number)) for number in wanted]


def _places(selection: Selection) -> list[str]:
    """What was drawn or pressed on a map, which no words name."""
    drawn = {
        _("Within a drawn area"): selection.polygon,
        _("Within one cell"): selection.cell,
        _("Within a part of the map"): selection.bbox,
    }
    return [words for words, place in drawn.items() if place]
