"""Stored explanations of assignments as they are read back; how they are made stands in services/assigning.py."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language


def in_current_language(explanation: dict[str, Any]) -> dict[str, Any]:
    """A stored explanation with its sentences in the current language, where they are known in it."""
    kept = {
        key: value for key, value in explanation.items() if key not in {"translations", "by_rule", "comment"}
    }
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {**kept, **explanation.get("translations", {}).get(language, {})}
