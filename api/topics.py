"""The topic that a parameter names; not the catalogue."""

from appeals.errors import UnknownTopic
from appeals.models import Topic


def topic_of(code: str) -> Topic:
    """The topic of a code. Raises UnknownTopic."""
    topic = Topic.objects.select_related("category").filter(code=code).first()
    if topic is None:
        raise UnknownTopic(code=code)
    return topic
