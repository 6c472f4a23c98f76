"""Which photos of an appeal somebody sees who may see the appeal; one condition for card and file."""

from collections.abc import Collection

from django.db.models import Q

from appeals.rules.talk import may_note
from appeals.types import Part, ReplyState


def seen_photos(parts: Collection[Part]) -> Q:
    """Condition on Photo. The public: published ones. The author: not those of an answer that was not given.

    Those at work and moderators: all.
    """
    if not parts:
        return Q(is_public=True)
    return Q() if may_note(parts) else Q(reply=None) | Q(reply__state=ReplyState.GIVEN.value)
