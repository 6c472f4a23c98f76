"""Changes categories and topics as an administrator types them; the file that begins them is importing's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.rules import may_administer
from accounts.types import Viewer
from appeals.errors import NotAllowed
from appeals.models import Category, Topic
from appeals.services.republishing import republish
from appeals.types import Kind, Privacy
from geo.stamps import require_unchanged


@dataclass(frozen=True, slots=True)
class TopicValues:
    """A topic as it is to be; its code and scope stay."""

    category_id: int
    name_ru: str
    name_en: str
    keywords: str
    kinds: Sequence[Kind]
    privacy: Privacy
    is_private: bool
    duplicate_radius_m: int
    duplicate_age_days: int
    position: int
    is_active: bool
    is_common: bool
    is_emergency: bool
    allows_comments: bool


@transaction.atomic
def change_topic(*, actor: Viewer, topic_id: int, seen: str, values: TopicValues) -> int:
    """Make it what the values say; answers how many appeals got another public place by another privacy.

    The catalogue file leaves it alone from then on. Raises NotAllowed, ChangedMeanwhile, Topic.DoesNotExist.
    """
    _require(actor)
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    require_unchanged(topic, seen)
    before = topic.privacy
    for name in values.__slots__:
        setattr(topic, name, getattr(values, name))
    topic.kinds = [kind.value for kind in values.kinds]
    topic.is_own = True
    topic.save()
    return republish(topic_ids=[topic.pk]) if topic.privacy != before else 0


@transaction.atomic
def change_category(
    *, actor: Viewer, category_id: int, seen: str, name_ru: str, name_en: str, position: int
) -> None:
    """Rename it or move it. Raises NotAllowed, ChangedMeanwhile, Category.DoesNotExist."""
    _require(actor)
    category = Category.objects.select_for_update().get(pk=category_id)
    require_unchanged(category, seen)
    category.name_ru, category.name_en, category.position = name_ru, name_en, position
    category.is_own = True
    category.save()


def _require(actor: Viewer) -> None:
    if not may_administer(actor):
        raise NotAllowed
