"""What can be wrong with a step of the lifecycle."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from appeals.errors.draft import TextTooLong
from appeals.errors.family import Unacceptable, WrongState


class AnswerTooLong(TextTooLong):
    """The answer is longer than allowed."""

    field = "answer"


class MissingInput(Unacceptable):
    """The step needs something that was not given; `field` says what."""

    message = _("This step needs one thing more: fill in the marked field.")

    def __init__(self, *, need: str, **params: Any) -> None:
        self.field = need
        super().__init__(need=need, **params)


class NoPromisedComment(MissingInput):
    """The reason of a refusal promises a comment, and there is none."""

    message = _("This reason promises a comment: write what it promises.")


class UnknownReason(Unacceptable):
    """No reason of refusal has this code."""

    message = _("Choose a reason from the list: there is no reason “%(code)s”.")
    field = "reason"


class UnknownExecutor(Unacceptable):
    """No organisation has this id."""

    message = _("Choose an organisation from the list.")
    field = "executor"


class UnexplainedChoice(Unacceptable):
    """An executor is chosen by hand without the reason that its row of the history is to keep."""

    message = _("Say why this organisation answers: the reason is kept with the choice.")
    field = "comment"


class UnusableDay(Unacceptable):
    """The day lies in the past or too far away. field: which day. first, last: those that can be chosen."""

    message = _("Choose a day from %(first)s to %(last)s.")

    def __init__(self, *, need: str, first: date, last: date) -> None:
        self.field = need
        super().__init__(**{name: f"{day:%d.%m.%Y}" for name, day in (("first", first), ("last", last))})


class WrongRating(Unacceptable):
    """A rating is a whole number from 1 to 5."""

    message = _("Rate the answer from 1 to 5.")
    field = "rating"


class UnknownDelegate(Unacceptable):
    """The organisation is neither a department nor a contractor of the executor."""

    message = _("Choose one of your departments or contractors.")
    field = "delegate"


class WrongTwin(Unacceptable):
    """The appeals cannot be merged: the same one, a draft, a refused, withdrawn or merged one."""

    message = _("An appeal cannot be merged with № %(number)s.")
    field = "duplicate_of"


class WrongPart(Unacceptable):
    """A part of a text that is not there, or only space."""

    message = _("Mark the part of the text anew.")
    field = "part"


class TextRewritten(WrongState):
    """The public text was typed anew: no part of it can be shown or hidden by itself."""

    message = _("The public text was rewritten by hand. Start again from what the author wrote, or edit it.")


class ReopenedTooOften(WrongState):
    """The author has reopened the appeal as often as the rules allow."""

    message = _("This appeal cannot be reopened again. Send a new one and name this number in it.")


class NothingToApprove(WrongState):
    """No proposed answer waits for the head."""

    message = _("No answer waits for approval.")


class AnswerReplaced(WrongState):
    """Another answer waits for the head than the one that was read."""

    message = _("Another answer has been proposed meanwhile. Read it before you decide.")


class ClaimedByAnother(WrongState):
    """Another moderator has the appeal open."""

    message = _("Another moderator has just opened this appeal. Take the next one.")


class PrivateTopic(WrongState):
    """One of several to be published at once is of a topic that is private by default."""

    message = _("Appeals on this topic are not published by default. Open this one and decide there.")


class NotExtendable(WrongState):
    """The deadline cannot be extended: no formal appeal, extended before, or over."""

    message = _("Only a formal appeal can be extended, once, and before its time is over.")


class WrongExtension(Unacceptable):
    """More days than the law allows, or none."""

    message = ngettext_lazy(
        "Extend the time by %(limit)d day at most.", "Extend the time by 1 to %(limit)d days.", "limit"
    )
    field = "days"
