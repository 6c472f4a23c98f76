"""What can go wrong with appeals: one class per thing, in five families; no HTTP status stands here.

`Unacceptable` (what was sent cannot be used; `field` names the field of the draft or the argument), `NotAllowed` (the
actor may not), `WrongState` (not possible in the present state), `NotFound`, and `TooMany` (`wait` in seconds).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class AppealError(ValueError):
    """The appeal does not allow this. field: the input to blame, empty when there is none."""

    message: Any = _("This cannot be done with the appeal.")
    field = ""

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(str(self.message % params if params else self.message))


class Unacceptable(AppealError):
    """What was sent cannot be used."""

    message = _("Please check what you entered.")


class NotAllowed(AppealError):
    """The actor may not do this."""

    message = _("You may not do this.")


class NotYourArea(NotAllowed):
    """An operator of some areas writes down what lies in them only."""

    message = _(
        "This place lies outside the area whose calls you write down. "
        "Check the address; if it is right, pass the caller on to an operator of that area."
    )
    field = "location"


class WrongState(AppealError):
    """Not possible in the present state. params: action and state, for programs."""

    message = _("This step is not possible now: the appeal stands elsewhere. Reload the page.")


class NotFound(AppealError):
    """No such thing, or not visible to the actor: both look alike."""

    message = _("There is no such appeal.")


class TooMany(AppealError):
    """Sent too often. wait: seconds until the next attempt may pass."""

    message = ngettext_lazy(
        "This was sent too often. Try again in %(minutes)d minute.",
        "This was sent too often. Try again in %(minutes)d minutes.",
        "minutes",
    )

    def __init__(self, *, wait: int) -> None:
        self.wait = wait
        super().__init__(minutes=max(1, -(-wait // 60)))


class UnknownTopic(Unacceptable):
    """No topic has this code."""

    message = _("Choose a topic from the list: there is no topic “%(code)s”.")
    field = "topic"


class TopicClosed(Unacceptable):
    """The topic is not offered for new appeals."""

    message = _("The topic “%(topic)s” is not offered any more. Choose another one.")
    field = "topic"


class WrongKind(Unacceptable):
    """The topic does not take this kind."""

    message = _("The topic “%(topic)s” does not take this kind of appeal.")
    field = "kind"


class NoText(Unacceptable):
    """The text is empty or too short to act on."""

    message = ngettext_lazy(
        "Describe the matter: at least %(limit)d character.",
        "Describe the matter: at least %(limit)d characters.",
        "limit",
    )
    field = "text"


class TextTooLong(Unacceptable):
    """The text is longer than allowed."""

    message = ngettext_lazy(
        "Please shorten the text to %(limit)d character.",
        "Please shorten the text to %(limit)d characters.",
        "limit",
    )
    field = "text"


class AnswerTooLong(TextTooLong):
    """The answer is longer than allowed."""

    field = "answer"


class NoPlace(Unacceptable):
    """Neither a point nor an address that resolves."""

    message = _("Choose a house or put a point on the map.")
    field = "location"


class AxesSwapped(Unacceptable):
    """The point lies outside every area, and its swap inside one."""

    message = _("Longitude and latitude seem to be swapped: the point lies outside every area.")
    field = "location"


class UnknownAddress(Unacceptable):
    """The address resolves to no place."""

    message = _("We did not find “%(address)s”. Check the street and the house, or put a point on the map.")
    field = "address"


class AddressTooLong(Unacceptable):
    """The address is longer than allowed."""

    message = _("The address is too long.")
    field = "address"


class UnknownHouse(Unacceptable):
    """The chosen house does not exist."""

    message = _("The chosen house is not known. Choose it from the list again.")
    field = "house_id"


class WrongEmail(Unacceptable):
    """The e-mail address is not one."""

    message = _("Check the e-mail address, or leave it empty.")
    field = "author_email"


class WrongPhone(Unacceptable):
    """The phone number is not one."""

    message = _("Check the phone number, or leave it empty.")
    field = "author_phone"


class NameTooLong(Unacceptable):
    """The name is longer than allowed."""

    message = _("The name is too long.")
    field = "author_name"


class KeyTaken(Unacceptable):
    """The client's key belongs to an appeal of other content or of somebody else."""

    message = _("This form was sent already. Open it anew to send another appeal.")
    field = "client_key"


class Spam(Unacceptable):
    """The trap for programs was filled in."""

    message = _("The appeal was not accepted.")


class NotProved(Unacceptable):
    """The form looks as if a program had filled it in, and no proof came with it."""

    message = _(
        "It looks as if a program had filled in the form. Nothing is lost: let the browser check it below, "
        "then send it again."
    )


class PhotoRefused(Unacceptable):
    """A photo cannot be used."""

    message = _("The photo “%(name)s” cannot be used.")
    field = "photos"


class TooManyPhotos(PhotoRefused):
    """More photos than allowed."""

    message = ngettext_lazy(
        "Attach at most %(limit)d photo.",
        "Attach at most %(limit)d photos.",
        "limit",
    )


class PhotoTooLarge(PhotoRefused):
    """The file is larger than allowed."""

    message = _("The photo “%(name)s” is larger than %(limit)d MB.")


class PhotoTooManyPixels(PhotoRefused):
    """The picture is larger than allowed."""

    message = _("The photo “%(name)s” is larger than %(limit)d megapixels.")


class NotAPhoto(PhotoRefused):
    """The file is no JPEG, PNG, WebP or HEIC picture, or is damaged."""

    message = _("“%(name)s” is not a photo that we can read. JPEG, PNG, WebP and HEIC work.")


class PhotoMoves(PhotoRefused):
    """The picture has several frames."""

    message = _("“%(name)s” is an animation. Attach a still photo.")


class MissingInput(Unacceptable):
    """The step needs something that was not given; `field` says what."""

    message = _("This step needs one thing more: fill in the marked field.")

    def __init__(self, *, need: str, **params: Any) -> None:
        self.field = need
        super().__init__(need=need, **params)


class UnknownReason(Unacceptable):
    """No reason of refusal has this code."""

    message = _("Choose a reason from the list: there is no reason “%(code)s”.")
    field = "reason"


class UnknownExecutor(Unacceptable):
    """No organisation has this id."""

    message = _("Choose an organisation from the list.")
    field = "executor"


class UnknownPhoto(Unacceptable):
    """The appeal has no such photo."""

    message = _("The appeal has no such photo.")
    field = "photos"


class NotSupportable(WrongState):
    """Only a published appeal that waits for an answer can be supported."""

    message = _("This appeal cannot be supported any more.")


class UnusableDay(Unacceptable):
    """The day lies in the past or too far away. field: which day."""

    message = _("Choose a day that is still to come, at most %(days)d days ahead.")

    def __init__(self, *, need: str, days: int) -> None:
        self.field = need
        super().__init__(days=days)


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


class UnknownComment(NotFound):
    """No such comment waits for a decision."""

    message = _("There is no such comment.")


class WrongRegion(Unacceptable):
    """A part of a photo lies outside of it or is empty."""

    message = _("Mark the parts of the photo anew.")
    field = "regions"


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


class TooManyDrafts(Unacceptable):
    """The account keeps as many drafts as it may."""

    message = ngettext_lazy(
        "You keep %(limit)d draft already. Delete one in “My appeals” to keep this one.",
        "You keep %(limit)d drafts already. Delete one in “My appeals” to keep this one.",
        "limit",
    )


class TooManyFilters(Unacceptable):
    """As many filters are saved as one may."""

    message = ngettext_lazy(
        "At most %(limit)d filter can be saved. Remove one first.",
        "At most %(limit)d filters can be saved. Remove one first.",
        "limit",
    )
    field = "name"


class NotCommentable(WrongState):
    """Comments are closed: not published, of a topic without comments, or switched off."""

    message = _("This appeal cannot be commented on.")


class ClaimedByAnother(WrongState):
    """Another moderator has the appeal open."""

    message = _("Another moderator has just opened this appeal. Take the next one.")


class NotFormal(Unacceptable):
    """Only what an operator writes down from a paper or for a visitor is formal."""

    message = _("A formal appeal is written down by an operator, from a paper or for a visitor.")
    field = "track"


class NoAuthor(Unacceptable):
    """A formal appeal without its author's name."""

    message = _("A formal appeal names its author.")
    field = "author_name"


class NotExtendable(WrongState):
    """The deadline cannot be extended: no formal appeal, extended before, or over."""

    message = _("Only a formal appeal can be extended, once, and before its time is over.")


class WrongExtension(Unacceptable):
    """More days than the law allows, or none."""

    message = ngettext_lazy(
        "Extend the time by %(limit)d day at most.", "Extend the time by 1 to %(limit)d days.", "limit"
    )
    field = "days"


class InvalidFilter(Unacceptable):
    """A parameter of the filter cannot be used; `field` and `parameter` name it."""

    message = _("This value of the filter cannot be used.")

    def __init__(self, parameter: str, message: Any = None, **params: Any) -> None:
        self.parameter = self.field = parameter
        self.message = message or self.message
        super().__init__(**params)


class AssetsNotBuilt(AppealError):
    """A file of the front end is missing: run its build."""

    message = _("The file %(name)s of the front end is missing: run its build (make run does).")


class DeadlineInThePast(Unacceptable):
    """What has been counted by a row stays counted so: a new row begins today at the earliest."""

    message = _("A new deadline begins today at the earliest: what was sent before keeps its own.")
    field = "valid_from"


class DeadlineStands(Unacceptable):
    """Another row for the same begins on that day."""

    message = _("A deadline for the same begins on that day already. Choose a later day.")
    field = "valid_from"


class LongerThanLaw(Unacceptable):
    """The law allows less."""

    message = _("Federal Law 59-FZ allows less, and counts in calendar days.")
    field = "number"


class DayNoted(Unacceptable):
    """The day has an exception already."""

    message = _("This day is noted already.")
    field = "day"


class DayAsItIs(Unacceptable):
    """The calendar says the same."""

    message = _("The production calendar says the same of this day.")
    field = "is_working"
