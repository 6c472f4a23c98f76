"""Words that pages show and scripts need: kinds, states, catalogue; not the page data of one view."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from appeals.labels import KINDS, STATES
from appeals.labels import STATE_GROUPS as GROUP_LABELS
from appeals.models import Category, Topic
from appeals.selecting import OPEN_WORD, PASSED_WORD
from appeals.types import STATE_GROUPS


def words() -> dict[str, Any]:
    """JSON-ready: categories with topics, kinds, states, groups and wholes of them, the pattern of photo addresses."""
    return {
        "categories": _categories(),
        "kinds": [{"code": kind.value, "name": str(name)} for kind, name in KINDS.items()],
        "groups": [{"code": group.value, "name": str(name)} for group, name in GROUP_LABELS.items()],
        "states": {
            state.value: {"name": capfirst(str(name)), "group": STATE_GROUPS[state].value}
            for state, name in STATES.items()
        },
        # What a filter calls several states at once, beside the groups.
        "wholes": {OPEN_WORD: _("Waiting for an answer"), PASSED_WORD: _("Passed by a moderator")},
        "photos": reverse("api:photo", args=["KEY", "SIZE"]),
    }


def _categories() -> list[dict[str, Any]]:
    topics = Prefetch("topics", Topic.objects.order_by("position"))
    return [
        {
            "code": category.code,
            "name": category.name,
            "icon": category.icon,
            "topics": [
                {"code": topic.code, "name": topic.name, "keywords": topic.keywords}
                for topic in category.topics.all()
            ],
        }
        for category in Category.objects.prefetch_related(topics)
    ]
