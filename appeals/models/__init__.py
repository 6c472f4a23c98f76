"""Tables of appeals, one file per noun: catalogue, appeal, history, replies, talk; not business steps."""

from appeals.models.appeal import Appeal
from appeals.models.catalogue import Category, RefusalReason, Topic
from appeals.models.claim import Claim
from appeals.models.clock import CalendarDay, Deadline, Pause, Reminder
from appeals.models.desk import SavedFilter, SentForm
from appeals.models.draft import SavedDraft
from appeals.models.follow import Follow
from appeals.models.history import Assignment, Event
from appeals.models.mark import Mark
from appeals.models.photo import Photo, photo_key
from appeals.models.reply import Reply
from appeals.models.support import Attempt, Support
from appeals.models.talk import Comment, Note

__all__ = [
    "Appeal",
    "Assignment",
    "Attempt",
    "CalendarDay",
    "Category",
    "Claim",
    "Comment",
    "Deadline",
    "Event",
    "Follow",
    "Mark",
    "Note",
    "Pause",
    "Photo",
    "RefusalReason",
    "Reminder",
    "Reply",
    "SavedDraft",
    "SavedFilter",
    "SentForm",
    "Support",
    "Topic",
    "photo_key",
]
