"""What the report form and the operators' desk share: data of their scripts, errors beside their fields."""

from collections.abc import Callable
from typing import Any, TypeVar

from appeals.errors import AppealError
from appeals.models import Topic
from appeals.rules.texts import TEXT_MAX
from appeals.services.photos import PHOTOS_MAX
from geo.errors import GeoError
from web.forms import AppealForm
from web.views.map import map_data, urls
from web.words import words

T = TypeVar("T")


def tried(form: AppealForm, run: Callable[[], T]) -> T | None:
    """What `run` gives, or None when it was refused: the form then says why beside the field."""
    try:
        return run()
    except AppealError as problem:
        form.blame(problem.field, str(problem))
    except GeoError as problem:
        form.blame("address", str(problem))
    return None


def report_data() -> dict[str, Any]:
    """What the scripts need beside the form: map, addresses of the API, topics with all that is asked of them."""
    topics = Topic.objects.filter(is_active=True).select_related("category")
    return {
        "map": map_data(),
        "words": words(),
        "urls": {**urls(), "assignment": "/api/v1/assignment/", "geocode": "/api/v1/geocode/"},
        "photos_max": PHOTOS_MAX,
        "text_max": TEXT_MAX,
        "topics": [
            {
                "code": topic.code,
                "name": topic.name,
                "keywords": topic.keywords,
                "category": topic.category.code,
                "icon": topic.category.icon,
                "kinds": topic.kinds,
                "common": topic.is_common,
                "emergency": topic.is_emergency,
                "private": topic.is_private,
                "radius_m": topic.duplicate_radius_m,
            }
            for topic in topics
        ],
    }
