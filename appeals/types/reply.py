"""Answers and comments."""

from enum import StrEnum


class ReplyKind(StrEnum):
    INTERIM = "interim"
    FINAL = "final"


class ReplyState(StrEnum):
    """WAITING for the head. DROPPED: the appeal went to another executor or ended before anybody decided."""

    WAITING = "waiting"
    GIVEN = "given"
    RETURNED = "returned"
    DROPPED = "dropped"


class CommentState(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
