"""A step of the lifecycle: who takes it, what it needs, whom it tells, what it does to the clock."""

from enum import StrEnum


class Action(StrEnum):
    """A step of the lifecycle. Merging and withdrawal leave its main road; some steps leave the state as it is."""

    SUBMIT = "submit"
    QUEUE = "queue"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASSIGN = "assign"
    DECLINE = "decline"
    REGISTER = "register"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    INTERIM = "interim"
    ANSWER = "answer"
    RATE = "rate"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    PLAN = "plan"
    DELEGATE = "delegate"
    PROPOSE = "propose"
    APPROVE = "approve"
    RETURN = "return"
    EXTEND = "extend"


class Part(StrEnum):
    """What somebody is to one appeal. EXECUTOR: works in the organisation that answers for it.

    Whoever merely looks over an area is none of these: they see what the public would, of private appeals too.
    HEAD approves that organisation's answers; where it asks for no approval, each of its workers does.
    DELEGATE: works in the department or contractor that the executor gave the work to.
    """

    AUTHOR = "author"
    EXECUTOR = "executor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    HEAD = "head"
    OPERATOR = "operator"
    DELEGATE = "delegate"


class Need(StrEnum):
    """What must be filled in before a step."""

    TOPIC = "topic"
    TEXT = "text"
    PLACE = "location"
    VISIBILITY = "visibility"
    REASON = "reason"
    COMMENT = "comment"
    EXECUTOR = "executor"
    ANSWER = "answer"
    RATING = "rating"
    DUPLICATE_OF = "duplicate_of"
    UNTIL = "until"
    PLANNED_ON = "planned_on"
    DAYS = "days"


class Told(StrEnum):
    """Who gets a notice, beside whoever looks at the page.

    FOLLOWERS: of this appeal and of its twins. EXECUTOR: all who work in the organisation, its heads too. HEAD: who
    approves its answers. WATCHERS: of the place, once it is published; those of the executor, once it is passed on, and
    of the delegate, once the work is. ASKED: the one address that the event names. OVERSEERS: the head of the area that
    the event names.
    """

    AUTHOR = "author"
    FOLLOWERS = "followers"
    EXECUTOR = "executor"
    HEAD = "head"
    DELEGATE = "delegate"
    MODERATORS = "moderators"
    WATCHERS = "watchers"
    ASKED = "asked"
    OVERSEERS = "overseers"


class Clock(StrEnum):
    """What a step does to the time for the answer. RESTART: the whole time anew. REGISTER: a formal one begins.

    PAUSE: on the message track only.
    """

    NONE = "none"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RESTART = "restart"
    REGISTER = "register"
    EXTEND = "extend"
