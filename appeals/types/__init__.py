"""Words and values of appeals, by noun: all of them are imported from here; no database."""

from appeals.types.appeal import Channel, Kind, Privacy, Track, Visibility
from appeals.types.draft import Doubt, Draft, Proposal, ResolvedPlace, Supported
from appeals.types.event import INTERNAL_EVENTS, QUIET_EVENTS, EventType
from appeals.types.figures import Figures
from appeals.types.photo import AUTHORS_STAGES, PhotoStage, Region
from appeals.types.reply import CommentState, ReplyKind, ReplyState
from appeals.types.secret import Secret, SecretKind
from appeals.types.selection import Dimension, Metric, Ordering, Selection
from appeals.types.state import (
    HIDDEN_STATES,
    OPEN_STATES,
    PASSED_STATES,
    SOLVED_STATES,
    STATE_GROUPS,
    State,
    StateGroup,
)
from appeals.types.step import Action, Clock, Need, Part, Told

__all__ = [
    "AUTHORS_STAGES",
    "HIDDEN_STATES",
    "INTERNAL_EVENTS",
    "OPEN_STATES",
    "PASSED_STATES",
    "QUIET_EVENTS",
    "SOLVED_STATES",
    "STATE_GROUPS",
    "Action",
    "Channel",
    "Clock",
    "CommentState",
    "Dimension",
    "Doubt",
    "Draft",
    "EventType",
    "Figures",
    "Kind",
    "Metric",
    "Need",
    "Ordering",
    "Part",
    "PhotoStage",
    "Privacy",
    "Proposal",
    "Region",
    "ReplyKind",
    "ReplyState",
    "ResolvedPlace",
    "Secret",
    "SecretKind",
    "Selection",
    "State",
    "StateGroup",
    "Supported",
    "Told",
    "Track",
    "Visibility",
]
