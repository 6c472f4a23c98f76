"""Names of the words of appeals as a person reads them, translated when shown; not the words themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from appeals.types import Action, Channel, EventType, Kind, Need, Part, State, StateGroup, Visibility

STATES: dict[State, Any] = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("sent"),
    State.MODERATION: _("being checked"),
    State.REFUSED: _("refused"),
    State.ACCEPTED: _("accepted"),
    State.ASSIGNED: _("passed on"),
    State.REGISTERED: _("registered"),
    State.IN_PROGRESS: _("in progress"),
    State.ON_HOLD: _("on hold"),
    State.INTERIM_ANSWER: _("first answer given"),
    State.ANSWERED: _("answered"),
    State.RATED: _("rated"),
    State.CLOSED: _("closed"),
    State.REOPENED: _("reopened"),
    State.MERGED: _("merged with another"),
    State.WITHDRAWN: _("withdrawn"),
}
STATE_GROUPS: dict[StateGroup, Any] = {
    StateGroup.NEW: _("New"),
    StateGroup.PROGRESS: _("In progress"),
    StateGroup.SOLVED: _("Answered"),
    StateGroup.NEUTRAL: _("Closed without an answer"),
}
# Of an answer, the worst first.
RATINGS: dict[int, Any] = {
    1: _("very badly"),
    2: _("badly"),
    3: _("so-so"),
    4: _("well"),
    5: _("very well"),
}
KINDS: dict[Kind, Any] = {
    Kind.PROBLEM: _("Problem"),
    Kind.SUGGESTION: _("Suggestion"),
    Kind.GRATITUDE: _("Thanks"),
}
VISIBILITIES: dict[Visibility, Any] = {
    Visibility.PRIVATE: _("not published"),
    Visibility.PUBLIC: _("published"),
}
CHANNELS: dict[Channel, Any] = {
    Channel.WEB: _("site"),
    Channel.API: _("program"),
    Channel.OPERATOR: _("operator"),
    Channel.PHONE: _("phone"),
    Channel.PAPER: _("paper"),
    Channel.VISIT: _("visit"),
    Channel.IMPORT: _("archive"),
}
EVENTS: dict[EventType, Any] = {
    EventType.SUBMITTED: _("Sent"),
    EventType.ASSIGNED: _("Executor chosen"),
    EventType.ACCEPTED: _("Accepted"),
    EventType.REFUSED: _("Refused"),
    EventType.CORRECTED: _("Corrected"),
    EventType.STATE_CHANGED: _("State changed"),
    EventType.ANSWERED: _("Answered"),
    EventType.SUPPORTED: _("Supported"),
    EventType.IMPORTED: _("Taken from the archive"),
    EventType.HELD: _("Put on hold"),
    EventType.RESUMED: _("Work resumed"),
    EventType.PLANNED: _("Day planned"),
    EventType.DELEGATED: _("Given to a department or contractor"),
    EventType.INTERIM_ANSWERED: _("First answer given"),
    EventType.ANSWER_PROPOSED: _("Answer awaits approval"),
    EventType.ANSWER_RETURNED: _("Answer returned for changes"),
    EventType.RATED: _("Answer rated"),
    EventType.REOPENED: _("Reopened"),
    EventType.CLOSED: _("Closed"),
    EventType.WITHDRAWN: _("Withdrawn by its author"),
    EventType.MERGED: _("Merged with another appeal"),
    EventType.TWIN_JOINED: _("Another appeal about the same joined"),
    EventType.COMMENTED: _("Commented"),
    EventType.FOLLOW_ASKED: _("Asked to follow"),
    EventType.PHOTO_BLURRED: _("Parts of a photo blurred"),
    EventType.ADOPTED: _("Added to its author's account"),
    EventType.EXTENDED: _("Time for the answer extended"),
    EventType.REMINDED: _("Reminded of the answer"),
    EventType.OVERDUE: _("The answer is late"),
    EventType.ESCALATED: _("The head of the area is told"),
}
ACTIONS: dict[Action, Any] = {
    Action.SUBMIT: _("send"),
    Action.QUEUE: _("put in the queue for checking"),
    Action.ACCEPT: _("accept"),
    Action.REFUSE: _("refuse"),
    Action.ASSIGN: _("pass on to an executor"),
    Action.DECLINE: _("return to the moderator"),
    Action.REGISTER: _("register"),
    Action.START: _("start the work"),
    Action.HOLD: _("put on hold"),
    Action.RESUME: _("resume"),
    Action.INTERIM: _("give a first answer"),
    Action.ANSWER: _("answer"),
    Action.RATE: _("rate"),
    Action.CLOSE: _("close"),
    Action.REOPEN: _("reopen"),
    Action.MERGE: _("merge"),
    Action.WITHDRAW: _("withdraw"),
    Action.PLAN: _("plan a day"),
    Action.DELEGATE: _("give to a department or contractor"),
    Action.PROPOSE: _("propose an answer"),
    Action.APPROVE: _("approve the answer"),
    Action.RETURN: _("return the answer"),
    Action.EXTEND: _("extend the time for the answer"),
}
PARTS: dict[Part, Any] = {
    Part.AUTHOR: _("author"),
    Part.EXECUTOR: _("executor's worker"),
    Part.MODERATOR: _("moderator"),
    Part.ADMINISTRATOR: _("administrator"),
    Part.SYSTEM: _("the system"),
    Part.HEAD: _("executor's head"),
    Part.OPERATOR: _("operator"),
    Part.DELEGATE: _("delegate's worker"),
}
NEEDS: dict[Need, Any] = {
    Need.TOPIC: _("a topic"),
    Need.TEXT: _("a text"),
    Need.PLACE: _("a place"),
    Need.VISIBILITY: _("whether to publish"),
    Need.REASON: _("a reason"),
    Need.COMMENT: _("a comment"),
    Need.EXECUTOR: _("an executor"),
    Need.ANSWER: _("an answer"),
    Need.RATING: _("a rating"),
    Need.DUPLICATE_OF: _("the other appeal's number"),
    Need.UNTIL: _("until which day"),
    Need.PLANNED_ON: _("the planned day"),
    Need.DAYS: _("by how many days"),
}

EMERGENCY = _("Call 112 or the emergency service first: an appeal is read later.")
