"""What stands in a resident's cabinet: its tabs with their numbers, and the rows of each; not who may open it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.types import Viewer
from appeals.labels import STATE_GROUPS as GROUP_NAMES
from appeals.models import Appeal, SavedDraft
from appeals.queries.history import told_events
from appeals.rules.privacy import mask
from appeals.types import STATE_GROUPS, Part, State, StateGroup
from web.history import told_step
from web.own_steps import own_context


class Tab(StrEnum):
    """One list of the cabinet. ALERTS are kept by a floor above, and are reached from the user."""

    OWN = "own"
    RATE = "rate"
    FOLLOWED = "followed"
    DRAFTS = "drafts"
    ALERTS = "alerts"


_NAMES: dict[Tab, Any] = {
    Tab.OWN: pgettext_lazy("appeals", "Mine"),
    Tab.RATE: _("To rate"),
    Tab.FOLLOWED: _("Followed"),
    Tab.DRAFTS: _("Drafts"),
    Tab.ALERTS: _("Subscriptions"),
}
_AUTHOR = frozenset({Part.AUTHOR})


@dataclass(frozen=True, slots=True)
class Choice:
    """A tab, or a group of states, as a link. value: of the address, empty for all; number: of what stands in it."""

    value: str
    name: str
    number: int
    current: bool


def tab_of(word: str) -> Tab:
    """The tab that an address names; the own appeals for any other word."""
    return next((tab for tab in Tab if tab == word), Tab.OWN)


def group_of(word: str) -> StateGroup | None:
    """The group of states that an address names."""
    return next((group for group in StateGroup if group == word), None)


def own_numbers(user: User) -> dict[StateGroup, int]:
    """How many own appeals stand in each group of states. One query."""
    counted = dict(Appeal.objects.filter(author=user).order_by().values_list("state").annotate(Count("pk")))
    numbers = dict.fromkeys(StateGroup, 0)
    for state, number in counted.items():
        numbers[STATE_GROUPS[State(state)]] += number
    return numbers


def tabs(user: User, viewer: Viewer, current: Tab, *, own: int, to_rate: int) -> list[Choice]:
    """All tabs with their numbers. Three queries."""
    numbers = {
        Tab.OWN: own,
        Tab.RATE: to_rate,
        Tab.FOLLOWED: followed(user, viewer).count(),
        Tab.DRAFTS: SavedDraft.objects.filter(user=user).count(),
        Tab.ALERTS: user.subscriptions.filter(ended_at__isnull=True).count(),
    }
    return [Choice(tab, str(_NAMES[tab]), numbers[tab], tab == current) for tab in Tab]


def groups(numbers: dict[StateGroup, int], current: StateGroup | None) -> list[Choice]:
    """By what the own appeals are narrowed down: all, and each group that holds one."""
    every = Choice("", str(_("All")), sum(numbers.values()), current is None)
    held = [
        Choice(group, str(GROUP_NAMES[group]), number, group == current)
        for group, number in numbers.items()
        if number or group == current
    ]
    return [every, *held]


def own(user: User, group: StateGroup | None = None) -> QuerySet[Appeal]:
    """Own appeals with their steps, the newest first; of one group of states or of all."""
    told = Prefetch("events", told_events(_AUTHOR))
    found = Appeal.objects.filter(author=user).select_related("topic", "executor", "refusal_reason")
    if group is not None:
        states = [state.value for state, of in STATE_GROUPS.items() if of == group]
        found = found.filter(state__in=states)
    return found.prefetch_related(told).order_by("-submitted_at", "-pk")


def to_rate(user: User) -> QuerySet[Appeal]:
    """Own appeals whose answer waits for a rating: the longest first, since it is closed in time."""
    return own(user).filter(state=State.ANSWERED).order_by("answered_at", "pk")


def followed(user: User, viewer: Viewer) -> QuerySet[Appeal]:
    """What the person follows and may see, what changed last first, with the steps that everybody reads."""
    told = Prefetch("events", told_events(()).filter(is_public=True))
    found = Appeal.objects.visible_to(viewer).filter(follows__user=user)
    return found.select_related("topic", "executor").prefetch_related(told).order_by("-changed_at", "-pk")


def row_of_own(appeal: Appeal) -> dict[str, Any]:
    """An own appeal with its steps and the forms of what may be done with it."""
    steps = [told_step(event) for event in appeal.events.all()]
    return {"appeal": appeal, "steps": steps, **own_context(appeal, _AUTHOR)}


def row_of_followed(appeal: Appeal) -> dict[str, Any]:
    """An appeal as the public reads it, whatever else its follower may know of it."""
    steps = [told_step(event) for event in appeal.events.all()]
    for step in steps:
        step["comment"] = mask(step["comment"])
    return {"appeal": appeal, "steps": steps, "answer": mask(appeal.answer)}
