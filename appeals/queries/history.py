"""The events that are lines of an appeal's history for somebody; which words they have is the pages'."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from appeals.models import Comment, Event
from appeals.rules.talk import hidden_events, works_only
from appeals.types import INTERNAL_EVENTS, CommentState, EventType, Part


def told_events(parts: Collection[Part]) -> QuerySet[Event]:
    """In order, as somebody with these parts may read them; the public's own narrowing is the caller's.

    A comment that is published no more, or has gone, is told no more: its event stays, as all events do. Whoever works
    on it reads of what went on inside an organisation only while that one still answers; what moderators did in between
    is of none.
    """
    published = Comment.objects.filter(appeal=OuterRef("appeal_id"), state=CommentState.PUBLISHED)
    stands = published.alias(key=Cast("pk", TextField())).filter(key=OuterRef("comment_key"))
    events = Event.objects.exclude(type__in=hidden_events(parts)).alias(comment_key=KT("new__comment"))
    told = events.filter(~Q(type=EventType.COMMENTED) | Exists(stands))
    if works_only(parts):
        answers = Q(inside__isnull=True) | Q(inside=Cast("appeal__executor_id", TextField()))
        told = told.alias(inside=KT("old__executor")).filter(~Q(type__in=sorted(INTERNAL_EVENTS)) | answers)
    return told.order_by("at", "pk")
