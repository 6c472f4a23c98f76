"""Tables of appeals, one file per noun: catalogue, appeal, map mark, history, photos, supports; not business steps."""

from appeals.models.appeal import Appeal
from appeals.models.catalogue import Category, RefusalReason, Topic
from appeals.models.history import Assignment, Event
from appeals.models.mark import Mark
from appeals.models.photo import Photo, photo_key
from appeals.models.support import Attempt, Support

__all__ = [
    "Appeal",
    "Assignment",
    "Attempt",
    "Category",
    "Event",
    "Mark",
    "Photo",
    "RefusalReason",
    "Support",
    "Topic",
    "photo_key",
]
